/** A JSON object of which nothing is known yet. */
export type JsonObject = Record<string, unknown>;

/** True for objects that are neither null nor lists. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Structural equality of JSON values; a key that holds undefined equals an absent key. */
export function jsonEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left)) return Array.isArray(right) && left.length === right.length && left.every((item, index) => jsonEqual(item, right[index]));
  return isJsonObject(left) && isJsonObject(right) && objectsEqual(left, right);
}

function objectsEqual(left: JsonObject, right: JsonObject): boolean {
  for (const key of Object.keys(left)) if (!jsonEqual(left[key], right[key])) return false;
  for (const key of Object.keys(right)) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** A string, number or boolean as text; undefined for everything else. */
export function jsonText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Freezes a JSON value all the way down; parts that are frozen already are taken as frozen below. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const item of Object.values(value)) deepFreeze(item);
  return value;
}

/** Sets a key even where its name has a meaning for JavaScript objects (`__proto__`). */
export function setJsonKey(target: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
