import type { ManagedFieldsEntry, UnstructuredObject } from '@clusterwright/api';

/** Field sets as managedFields has them: `f:` fields, `k:` list entries by key, `v:` set members, `.` the thing itself. */
type FieldSet = { [key: string]: FieldSet };
type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists that are not atomic in every kind's schema. Lists elsewhere are taken as atomic, which is less than a real server knows. */
const keyOfList: Readonly<Record<string, string>> = { 'metadata.ownerReferences': 'uid', 'status.conditions': 'type' };
const sets: readonly string[] = ['metadata.finalizers'];
const identity: readonly string[] = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.resourceVersion', 'metadata.managedFields'];

/** The fields that an applied object states. */
export function fieldSetOf(object: Json, path: readonly string[] = []): FieldSet {
  const result: FieldSet = {};
  for (const [key, value] of Object.entries(object)) {
    const at = [...path, key].join('.');
    if (value === undefined || identity.includes(at)) continue;
    result[`f:${key}`] = fieldSetOfValue(value, [...path, key]);
  }
  return result;
}

function fieldSetOfValue(value: unknown, path: readonly string[]): FieldSet {
  const at = path.join('.');
  const listKey = keyOfList[at];
  if (Array.isArray(value) && listKey) {
    return Object.fromEntries(value.map((item: Json) => [`k:${JSON.stringify({ [listKey]: item[listKey] })}`, { '.': {}, ...fieldSetOf(item, [...path, '[]']) }]));
  }
  if (Array.isArray(value) && sets.includes(at)) return Object.fromEntries(value.map((item) => [`v:${JSON.stringify(item)}`, {}]));
  return isObject(value) && Object.keys(value).length > 0 ? fieldSetOf(value, path) : {};
}

/**
 * Server-side apply on a stored object: sets what is applied, and removes what this manager owned, states no more, and nobody else applies.
 * Returns a new object with its managedFields; the value stays deep-equal where nothing changes.
 */
export function applyFields(stored: UnstructuredObject, applied: UnstructuredObject, manager: string): UnstructuredObject {
  const entries = stored.metadata.managedFields ?? [];
  const mine = entries.find((entry) => entry.manager === manager && entry.operation === 'Apply');
  const others = entries.filter((entry) => entry !== mine);
  const next = fieldSetOf(applied);
  const result = structuredClone(stored);
  const dropped = minus((mine?.fieldsV1 ?? {}) as FieldSet, next);
  removeFields(result, others.reduce<FieldSet>((fields, entry) => minus(fields, (entry.fieldsV1 ?? {}) as FieldSet), dropped));
  setFields(result, applied, []);
  const entry: ManagedFieldsEntry = { manager, operation: 'Apply', apiVersion: applied.apiVersion, fieldsType: 'FieldsV1', fieldsV1: next };
  result.metadata.managedFields = [...others, entry];
  return result;
}

/** Leaves of `left` that `right` does not have. */
function minus(left: FieldSet, right: FieldSet): FieldSet {
  const result: FieldSet = {};
  for (const [key, child] of Object.entries(left)) {
    const other = right[key];
    if (!other) result[key] = child;
    else if (Object.keys(child).length > 0) {
      const rest = minus(child, other);
      if (Object.keys(rest).length > 0) result[key] = rest;
    }
  }
  return result;
}

function removeFields(target: unknown, fields: FieldSet): void {
  for (const [key, child] of Object.entries(fields)) {
    if (key.startsWith('f:') && isObject(target)) removeField(target, key.slice(2), child);
    else if (Array.isArray(target)) removeItem(target, key, child);
  }
}

function removeField(target: Json, name: string, child: FieldSet): void {
  if (Object.keys(child).length === 0) delete target[name];
  else {
    removeFields(target[name], child);
    const left = target[name];
    if ((isObject(left) && Object.keys(left).length === 0) || (Array.isArray(left) && left.length === 0)) delete target[name];
  }
}

function removeItem(list: unknown[], key: string, child: FieldSet): void {
  const wanted: unknown = key.startsWith('k:') || key.startsWith('v:') ? JSON.parse(key.slice(2)) : undefined;
  const index = list.findIndex((item) => (isObject(wanted) ? Object.entries(wanted).every(([name, value]) => (item as Json)[name] === value) : item === wanted));
  if (index < 0) return;
  if ('.' in child || key.startsWith('v:')) list.splice(index, 1);
  else removeFields(list[index], child);
}

function setFields(target: Json, applied: Json, path: readonly string[]): void {
  for (const [key, value] of Object.entries(applied)) {
    if (value === undefined) continue;
    const at = [...path, key];
    if (isObject(value)) {
      if (!isObject(target[key])) target[key] = {};
      setFields(target[key] as Json, value, at);
    } else if (Array.isArray(value)) target[key] = mergeList(target[key], value, at.join('.'));
    else target[key] = value;
  }
}

function mergeList(stored: unknown, applied: readonly unknown[], at: string): unknown[] {
  const list: unknown[] = Array.isArray(stored) ? [...(stored as unknown[])] : [];
  const listKey = keyOfList[at];
  if (sets.includes(at)) return [...new Set([...list, ...applied])];
  if (!listKey) return structuredClone([...applied]);
  for (const item of applied as readonly Json[]) {
    const index = list.findIndex((candidate) => (candidate as Json)[listKey] === item[listKey]);
    if (index < 0) list.push(structuredClone(item));
    else list[index] = { ...(list[index] as Json), ...structuredClone(item) };
  }
  return list;
}
