/** Whether two values are the same once they are sent as JSON: a key that is undefined is no key. Pure. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) || Array.isArray(other)) return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((item, index) => sameJson(item, other[index]));
  return isObject(one) && isObject(other) && sameFields(one, other);
}

/** Called for every condition of every pass: it compares without making lists of keys. */
function sameFields(one: JsonObject, other: JsonObject): boolean {
  let missing = 0;
  for (const key in other) if (other[key] !== undefined) missing += 1;
  for (const key in one) {
    if (one[key] === undefined) continue;
    if (!Object.hasOwn(other, key) || !sameJson(one[key], other[key])) return false;
    missing -= 1;
  }
  return missing === 0;
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
