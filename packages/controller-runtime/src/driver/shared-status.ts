import { keyOf } from '@clusterwright/api';
import type { KubeObject, Resource } from '@clusterwright/api';
import { ApiError, isInvalid } from '@clusterwright/kube-client';
import type { Client } from '../client.ts';
import { sameJson } from '../same-json.ts';

type Json = Readonly<Record<string, unknown>>;
type ListItem = Json & { readonly type: string };

export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

/** A merge patch of a status; `metadata.resourceVersion` says that others write the same lists. */
export interface StatusMergePatch {
  readonly metadata?: { readonly resourceVersion?: string | undefined } | undefined;
  readonly status: Json;
}

export interface SharedStatusWrite<T extends KubeObject> {
  readonly client: Pick<Client, 'patch'>;
  readonly resource: Resource<T>;
  readonly signal: AbortSignal;
}

/**
 * Writes a status patch. Where others write the same condition lists it touches only the items that change, so that two controllers that look at one object at the
 * same time do not stand in each other's way. Errors: those of `Client`; a list that changed its shape meanwhile is a conflict, whether by somebody else's write or by an
 * own one of which no answer came.
 */
export async function patchSharedStatus<T extends KubeObject>({ client, resource, signal }: SharedStatusWrite<T>, object: T, patch: StatusMergePatch): Promise<T> {
  const options = { subresource: 'status', signal };
  const operations = patch.metadata ? statusOperations((object as { status?: Json }).status, patch.status) : undefined;
  if (!operations) return client.patch(resource, keyOf(object), { type: 'merge', body: patch }, options);
  // Lists that differ in nothing but their order.
  if (operations.length === 0) return object;
  try {
    return await client.patch(resource, keyOf(object), { type: 'json', body: operations }, options);
  } catch (error) {
    throw isOutdated(error) ? new ApiError(`status of ${object.kind} ${object.metadata.name} changed meanwhile`, { status: 409, reason: 'Conflict' }) : error;
  }
}

/**
 * Whether the list is another than the one that was seen. The API server answers 422, as it does for a value the schema refuses: without a cause where a test failed, and
 * naming duplicates where an item to insert is there already. The operations themselves insert nothing twice.
 */
function isOutdated(error: unknown): boolean {
  return isInvalid(error) && (error.details?.causes ?? []).every(({ reason }) => reason === 'FieldValueDuplicate');
}

/** Condition lists that several controllers write. */
const sharedLists: readonly string[] = ['/status/conditions', '/status/deprecated/v1beta1/conditions'];

/**
 * A merge patch as a JSON patch that names the items of shared lists one by one, each behind a test that it still is where it was seen.
 * Undefined where a shared list does not exist yet: then only its first writer may create it. Pure.
 */
export function statusOperations(current: Json | undefined, fragment: Json): JsonPatchOperation[] | undefined {
  if (!current) return undefined;
  const operations: JsonPatchOperation[] = [];
  return collect(operations, '/status', current, fragment) ? operations : undefined;
}

function collect(operations: JsonPatchOperation[], path: string, current: Json, fragment: Json): boolean {
  return Object.entries(fragment).every(([name, value]) => {
    const at = `${path}/${escape(name)}`;
    const known = current[name];
    if (sharedLists.includes(at)) return collectList(operations, at, known, value);
    if (value === null) {
      if (known !== undefined) operations.push({ op: 'remove', path: at });
      return true;
    }
    if (isObject(value) && isObject(known)) return collect(operations, at, known, value);
    if (sharedLists.some((list) => list.startsWith(`${at}/`))) return false;
    operations.push({ op: 'add', path: at, value });
    return true;
  });
}

function collectList(operations: JsonPatchOperation[], path: string, current: unknown, next: unknown): boolean {
  if (!isConditionList(current) || !isConditionList(next) || current.length === 0) return false;
  operations.push(...listOperations(path, current, next));
  return true;
}

/** Replacements first, then removals from the end, then insertions: so that every index means what it says when its turn comes. */
function listOperations(path: string, current: readonly ListItem[], next: readonly ListItem[]): JsonPatchOperation[] {
  const wanted = new Map(next.map((item) => [item.type, item]));
  // Nothing keeps types unique in the list of the old API: what an insertion that was repeated has left there goes.
  const stays = (item: ListItem, index: number): boolean => wanted.has(item.type) && current.findIndex(({ type }) => type === item.type) === index;
  const seen = (item: ListItem, index: number): JsonPatchOperation => ({ op: 'test', path: `${path}/${index}/type`, value: item.type });
  const replacements = current.flatMap((item, index): JsonPatchOperation[] => {
    const value = wanted.get(item.type);
    return stays(item, index) && !sameJson(value, item) ? [seen(item, index), { op: 'replace', path: `${path}/${index}`, value }] : [];
  });
  const removals = current.flatMap((item, index): JsonPatchOperation[][] => (stays(item, index) ? [] : [[seen(item, index), { op: 'remove', path: `${path}/${index}` }]])).reverse();

  const rest = current.filter(stays).map(({ type }) => type);
  const insertions = next.flatMap((value, index): JsonPatchOperation[] => {
    if (rest.includes(value.type)) return [];
    const position = index < rest.length ? String(index) : '-';
    rest.splice(index, 0, value.type);
    return [{ op: 'add', path: `${path}/${position}`, value }];
  });
  return [...replacements, ...removals.flat(), ...insertions];
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isConditionList(value: unknown): value is readonly ListItem[] {
  return Array.isArray(value) && value.every((item) => isObject(item) && typeof item['type'] === 'string');
}
