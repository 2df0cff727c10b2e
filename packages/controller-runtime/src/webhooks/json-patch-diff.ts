import { sameJson } from '../same-json.ts';

export interface JsonPatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** The RFC 6902 patch that turns `from` into `to`. Lists are replaced as a whole. Pure. */
export function jsonPatchDiff(from: unknown, to: unknown, path = ''): JsonPatchOperation[] {
  if (sameJson(from, to)) return [];
  if (!isObject(from) || !isObject(to)) return [{ op: 'replace', path, value: to }];
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...names].flatMap((name): JsonPatchOperation[] => {
    const below = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (to[name] === undefined) return from[name] === undefined ? [] : [{ op: 'remove', path: below }];
    if (from[name] === undefined) return [{ op: 'add', path: below, value: to[name] }];
    return jsonPatchDiff(from[name], to[name], below);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
