import { sameJson } from '../same-json.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * The smallest merge patch that makes `object` contain `desired`; undefined where it already does.
 *
 * `desired` is a fragment: absent keys are left alone, `undefined` and `null` remove. Lists are values as a whole. Pure.
 */
export function mergeDiff(desired: JsonObject, object: object | undefined): Record<string, unknown> | undefined {
  // An interface has no index signature, though every JSON object may be read by name.
  const current = object as JsonObject | undefined;
  const patch: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(desired)) {
    const change = changeOf(value ?? undefined, current?.[name] ?? undefined);
    if (change !== undefined) patch[name] = change;
  }
  return Object.keys(patch).length > 0 ? withoutEmptied(patch, desired, current) : undefined;
}

/**
 * The part of a fragment that says something else than `seen`, the object it was computed from; undefined where nothing does.
 *
 * What was only carried along is nobody's intent: by now somebody else may have changed it. Pure.
 */
export function changesSince(seen: object | undefined, desired: JsonObject): Record<string, unknown> | undefined {
  const known = seen as JsonObject | undefined;
  const changes = Object.entries(desired).flatMap(([name, value]): [string, unknown][] => {
    const before = known?.[name] ?? undefined;
    if (isObject(value)) {
      const inner = changesSince(isObject(before) ? before : undefined, value);
      return inner ? [[name, inner]] : [];
    }
    return sameJson(value ?? undefined, before) ? [] : [[name, value]];
  });
  return changes.length > 0 ? Object.fromEntries(changes) : undefined;
}

/** What a merge patch must say of one field: null to remove it, undefined for nothing. */
function changeOf(value: unknown, known: unknown): unknown {
  if (value === undefined) return known === undefined ? undefined : null;
  if (isObject(value)) return mergeDiff(value, isObject(known) ? known : undefined);
  return sameJson(value, known) ? undefined : value;
}

/** An object that a patch would leave without fields is removed instead: `{}` is refused where the schema says minProperties (spec CRD-34). */
function withoutEmptied(patch: Record<string, unknown>, desired: JsonObject, current: JsonObject | undefined): Record<string, unknown> {
  for (const [name, value] of Object.entries(patch)) {
    const known = current?.[name];
    if (!isObject(value) || !isObject(known) || !isObject(desired[name])) continue;
    if (leavesNothing(value, known)) patch[name] = null;
  }
  return patch;
}

function leavesNothing(patch: JsonObject, current: JsonObject): boolean {
  return Object.values(patch).every((value) => value === null) && Object.keys(current).every((name) => patch[name] === null);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
