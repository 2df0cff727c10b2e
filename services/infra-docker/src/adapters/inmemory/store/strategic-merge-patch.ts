import { badRequest } from './api-errors.ts';
import { isJsonObject, jsonEqual, setJsonKey, type JsonObject } from './json-values.ts';
import { listMergeOf, type ListMerge } from './merge-keys.ts';

/** Where a value sits: the field that holds it, and the field above. List items count as their list. */
interface Place {
  readonly parent: string;
  readonly field: string;
}

const deleteFromPrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

/**
 * Kubernetes' strategic merge: like a JSON merge patch, but lists of known fields merge by key.
 *
 * Understands `$patch: delete|replace|merge`, `$retainKeys`, `$deleteFromPrimitiveList/…` and `$setElementOrder/…`. The inputs are left alone.
 * Errors: BadRequest where a directive is malformed.
 */
export function strategicMergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  return mergeObject(target, patch, { parent: '', field: '' });
}

function mergeObject(target: JsonObject, patch: JsonObject, place: Place): JsonObject {
  const { $patch: directive, $retainKeys: retainKeys, ...fields } = patch;
  if (directive === 'replace') return plainObject(fields);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') throw badRequest(`unable to apply patch: unknown $patch directive ${JSON.stringify(directive)}`);

  const result: JsonObject = retained(target, retainKeys);
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith(deleteFromPrefix)) removeValues(result, key.slice(deleteFromPrefix.length), value);
    else if (!key.startsWith(orderPrefix)) mergeField(result, key, value, place);
  }
  for (const [key, order] of Object.entries(fields)) if (key.startsWith(orderPrefix)) orderList(result, key.slice(orderPrefix.length), order, place);
  return result;
}

function retained(target: JsonObject, retainKeys: unknown): JsonObject {
  if (retainKeys === undefined) return { ...target };
  if (!Array.isArray(retainKeys)) throw badRequest('unable to apply patch: $retainKeys must be a list');
  return Object.fromEntries(Object.entries(target).filter(([key]) => retainKeys.includes(key)));
}

function mergeField(result: JsonObject, key: string, value: unknown, place: Place): void {
  const current = Object.hasOwn(result, key) ? result[key] : undefined;
  if (value === null) delete result[key];
  else if (isJsonObject(value)) setJsonKey(result, key, mergeObject(isJsonObject(current) ? current : {}, value, { parent: place.field, field: key }));
  else if (Array.isArray(value)) setJsonKey(result, key, mergeList(Array.isArray(current) ? current : [], value, { parent: place.field, field: key }));
  else setJsonKey(result, key, value);
}

function mergeList(target: readonly unknown[], patch: readonly unknown[], place: Place): unknown[] {
  if (patch.some((item) => isJsonObject(item) && item['$patch'] === 'replace')) {
    return patch.filter((item) => !isReplaceMarker(item)).map((item) => withoutDirectives(item));
  }
  const merge = listMergeOf(place.parent, place.field);
  if (merge?.kind === 'byKey') return mergeItems(target, patch, merge.key, place);
  if (merge?.kind === 'set') return [...target, ...patch.filter((item) => !target.includes(item))];
  return patch.map((item) => withoutDirectives(item));
}

/** `{$patch: replace}` as an item says that the other items are the whole list. */
function isReplaceMarker(item: unknown): boolean {
  return isJsonObject(item) && item['$patch'] === 'replace' && Object.keys(item).length === 1;
}

function mergeItems(target: readonly unknown[], patch: readonly unknown[], key: string, place: Place): unknown[] {
  const result = [...target];
  for (const item of patch) {
    if (!isJsonObject(item) || item[key] === undefined) throw badRequest(`unable to apply patch: an item of ${place.field} does not contain the merge key ${key}`);
    const at = result.findIndex((existing) => isJsonObject(existing) && jsonEqual(existing[key], item[key]));
    if (item['$patch'] === 'delete') {
      if (at >= 0) result.splice(at, 1);
      continue;
    }
    const current = result[at];
    const merged = mergeObject(isJsonObject(current) ? current : {}, item, place);
    if (at >= 0) result[at] = merged;
    else result.push(merged);
  }
  return result;
}

function removeValues(result: JsonObject, field: string, values: unknown): void {
  const current = result[field];
  if (!Array.isArray(values)) throw badRequest(`unable to apply patch: ${deleteFromPrefix}${field} must be a list`);
  if (Array.isArray(current)) result[field] = current.filter((item) => !values.includes(item));
}

/** Sorts the items named in the order; the others keep their places behind them, as nobody cared where they are. */
function orderList(result: JsonObject, field: string, order: unknown, place: Place): void {
  const current = result[field];
  if (!Array.isArray(order) || !Array.isArray(current)) return;
  const merge = listMergeOf(place.field, field);
  const wanted = order.map((item) => identity(item, merge));
  const position = (item: unknown): number => {
    const at = wanted.findIndex((value) => jsonEqual(value, identity(item, merge)));
    return at < 0 ? wanted.length : at;
  };
  result[field] = current.toSorted((left, right) => position(left) - position(right));
}

function identity(item: unknown, merge: ListMerge | undefined): unknown {
  return merge?.kind === 'byKey' && isJsonObject(item) ? item[merge.key] : item;
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  return isJsonObject(value) ? plainObject(value) : value;
}

function plainObject(value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('$'));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutDirectives(item)]));
}
