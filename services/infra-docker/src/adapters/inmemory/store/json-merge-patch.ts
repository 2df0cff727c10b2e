import { isJsonObject, setJsonKey, type JsonObject } from './json-values.ts';

/** RFC 7386: null deletes, objects merge, everything else replaces. The inputs are left alone. */
export function jsonMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else setJsonKey(result, key, jsonMergePatch(Object.hasOwn(result, key) ? result[key] : undefined, value));
  }
  return result;
}
