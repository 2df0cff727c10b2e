import type { KubeObject, Resource } from '../resource.ts';

/** A kind of the core group. */
export function core<T extends KubeObject>(kind: string, plural: string, namespaced = true): Resource<T> {
  return { group: '', version: 'v1', kind, plural, namespaced };
}

/** A kind of another group, at version v1. */
export function v1<T extends KubeObject>(group: string, kind: string, plural: string, namespaced = true): Resource<T> {
  return { group, version: 'v1', kind, plural, namespaced };
}
