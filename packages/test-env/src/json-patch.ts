export interface JsonPatchOperation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

const segmentsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

/** RFC 6902, the operations controllers use: add, replace, remove and test. Throws where a path or a test does not match. The target is left alone. */
export function applyJsonPatch(target: object, operations: readonly JsonPatchOperation[]): object {
  const result = structuredClone(target);
  for (const operation of operations) applyOperation(result, operation);
  return result;
}

function applyOperation(root: object, { op, path, value }: JsonPatchOperation): void {
  const segments = segmentsOf(path);
  const last = segments.pop();
  if (last === undefined) throw new Error(`JSON patch of the whole document is not supported: ${op}`);
  const parent = segments.reduce<unknown>((node, segment) => (node as Record<string, unknown> | undefined)?.[segment], root);
  if (typeof parent !== 'object' || parent === null) throw new Error(`JSON patch ${op} ${path}: parent does not exist`);
  if (Array.isArray(parent)) applyToList(parent, last, { op, path, value });
  else applyToObject(parent as Record<string, unknown>, last, { op, path, value });
}

function applyToList(list: unknown[], last: string, { op, path, value }: JsonPatchOperation): void {
  const index = last === '-' ? list.length : Number(last);
  if (op === 'add') list.splice(index, 0, structuredClone(value));
  else if (index >= list.length) throw new Error(`JSON patch ${op} ${path}: no such element`);
  else if (op === 'remove') list.splice(index, 1);
  else if (op === 'replace') list[index] = structuredClone(value);
  else if (op === 'test') assertSame(list[index], value, path);
  else throw new Error(`JSON patch operation ${op} is not supported`);
}

function applyToObject(object: Record<string, unknown>, key: string, { op, path, value }: JsonPatchOperation): void {
  if (op !== 'add' && !(key in object)) throw new Error(`JSON patch ${op} ${path}: no such field`);
  if (op === 'add' || op === 'replace') object[key] = structuredClone(value);
  else if (op === 'remove') delete object[key];
  else if (op === 'test') assertSame(object[key], value, path);
  else throw new Error(`JSON patch operation ${op} is not supported`);
}

function assertSame(found: unknown, wanted: unknown, path: string): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`JSON patch test ${path}: found ${JSON.stringify(found)}`);
}
