import type { Patch } from '@clusterwright/kube-client';
import { badRequest } from './api-errors.ts';
import { jsonMergePatch } from './json-merge-patch.ts';
import { jsonPatch } from './json-patch.ts';
import { isJsonObject, type JsonObject } from './json-values.ts';
import { strategicMergePatch } from './strategic-merge-patch.ts';

/** The patch kinds a request body can have; `apply` is server-side apply without ownership: fields given are set, others stay. */
export type PatchKind = Patch['type'] | 'apply';

/** Returns the patched copy of an object. Errors: BadRequest, Invalid. */
export function applyPatch(kind: PatchKind, current: JsonObject, body: unknown): JsonObject {
  const patched = kind === 'json' ? jsonPatch(current, body) : mergePatched(kind, current, body);
  if (!isJsonObject(patched)) throw badRequest('the patch does not leave an object');
  return patched;
}

function mergePatched(kind: Exclude<PatchKind, 'json'>, current: JsonObject, body: unknown): unknown {
  if (!isJsonObject(body)) throw badRequest('error decoding patch: not an object');
  // An applied list item is found by the same keys as a strategic merge finds it.
  return kind === 'merge' ? jsonMergePatch(current, body) : strategicMergePatch(current, body);
}
