import { ApiError } from '@clusterwright/kube-client/errors';
import { badRequest } from './api-errors.ts';
import { isJsonObject, jsonEqual, setJsonKey } from './json-values.ts';

/** As many operations as kube-apiserver takes in one patch. */
const operationLimit = 10_000;

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** Applies an RFC 6902 patch to a copy. Errors: BadRequest where the patch is malformed, Invalid where it does not fit the document. */
export function jsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch) || !patch.every(isOperation)) throw badRequest('error decoding patch: not a list of operations');
  if (patch.length > operationLimit) throw badRequest(`error decoding patch: more than ${operationLimit} operations`);
  return patch.reduce<unknown>((current, operation) => applyOperation(current, operation), structuredClone(document));
}

function isOperation(value: unknown): value is Operation {
  if (!isJsonObject(value) || typeof value['op'] !== 'string' || typeof value['path'] !== 'string') return false;
  return value['from'] === undefined || typeof value['from'] === 'string';
}

function applyOperation(document: unknown, { op, path, from = '', value }: Operation): unknown {
  const steps = parsePointer(path);
  switch (op) {
    case 'add':
      return add(document, steps, value);
    case 'remove':
      return remove(document, steps);
    case 'replace':
      find(document, steps);
      return replace(document, steps, value);
    case 'copy':
      return add(document, steps, structuredClone(find(document, parsePointer(from))));
    case 'move': {
      const moved = find(document, parsePointer(from));
      return add(remove(document, parsePointer(from)), steps, moved);
    }
    case 'test':
      if (!jsonEqual(find(document, steps), value)) throw unfit(`testing value ${path} failed`);
      return document;
    default:
      throw badRequest(`error decoding patch: unexpected kind of operation: ${op}`);
  }
}

function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw badRequest(`error decoding patch: invalid path ${pointer}`);
  return pointer.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function find(document: unknown, steps: readonly string[]): unknown {
  let value = document;
  for (const step of steps) {
    if (Array.isArray(value)) value = value[indexIn(value, step, value.length - 1)];
    else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
    else throw missing(steps);
  }
  return value;
}

/** Calls `change` with the container of the last step. The document root itself has no container. */
function inContainer(document: unknown, steps: readonly string[], change: (container: unknown[] | Record<string, unknown>, last: string) => void): unknown {
  const container = find(document, steps.slice(0, -1));
  if (!Array.isArray(container) && !isJsonObject(container)) throw missing(steps);
  change(container, steps.at(-1) ?? '');
  return document;
}

function add(document: unknown, steps: readonly string[], value: unknown): unknown {
  if (steps.length === 0) return value;
  return inContainer(document, steps, (container, last) => {
    if (Array.isArray(container)) container.splice(last === '-' ? container.length : indexIn(container, last, container.length), 0, value);
    else setJsonKey(container, last, value);
  });
}

function replace(document: unknown, steps: readonly string[], value: unknown): unknown {
  if (steps.length === 0) return value;
  return inContainer(document, steps, (container, last) => {
    if (Array.isArray(container)) container[indexIn(container, last, container.length - 1)] = value;
    else setJsonKey(container, last, value);
  });
}

function remove(document: unknown, steps: readonly string[]): unknown {
  find(document, steps);
  if (steps.length === 0) return null;
  return inContainer(document, steps, (container, last) => {
    if (Array.isArray(container)) container.splice(indexIn(container, last, container.length - 1), 1);
    else delete container[last];
  });
}

function indexIn(list: readonly unknown[], step: string, highest: number): number {
  const index = /^(0|[1-9]\d{0,8})$/.test(step) ? Number(step) : -1;
  if (index < 0 || index > highest) throw unfit(`invalid index ${step} in a list of ${list.length}`);
  return index;
}

function missing(steps: readonly string[]): ApiError {
  return unfit(`doc is missing path: /${steps.join('/')}: missing value`);
}

/** What kube-apiserver answers where a patch is well-formed and cannot be applied. */
function unfit(why: string): ApiError {
  return new ApiError(`the server rejected our request due to an error in our request: ${why}`, { status: 422, reason: 'Invalid' });
}
