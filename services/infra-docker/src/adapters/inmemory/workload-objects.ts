import type { KubeObject, Resource } from '@clusterwright/api';
import { isNotFound } from '@clusterwright/kube-client/errors';
import type { WorkloadObjects } from '../../ports/simulated-clusters.ts';
import { unknownPath } from './store/api-errors.ts';
import { applyPatch } from './store/apply-patch.ts';
import type { JsonObject } from './store/json-values.ts';
import type { ObjectStore } from './store/object-store.ts';
import type { ResourceCatalog } from './store/resource-catalog.ts';
import type { ServedResource } from './store/resources.ts';
import { parseLabelSelector } from './store/selectors.ts';
import type { StoredObject } from './store/stored-object.ts';

/** The objects of a store as the rest of this process uses them. */
export function workloadObjects(store: ObjectStore, catalog: ResourceCatalog): WorkloadObjects {
  const served = (resource: Resource): ServedResource => {
    const found = catalog.find(resource);
    if (!found) throw unknownPath();
    return found;
  };
  return {
    get: (resource, key) => typed(resource, store.get(served(resource), key)),
    list: (resource, { namespace, labelSelector } = {}) => store.list(served(resource), namespace, parseLabelSelector(labelSelector)).map((object) => typed(resource, object)),
    create: (resource, object) => typed(resource, store.create(served(resource), copy(object), { namespace: object.metadata.namespace })),
    ensure: (resource, object) => typed(resource, store.get(served(resource), object.metadata) ?? store.create(served(resource), copy(object), { namespace: object.metadata.namespace })),
    update: (resource, object) => typed(resource, store.update(served(resource), object.metadata, () => copy(object))),
    patch: (resource, key, { type, body }) => typed(resource, store.update(served(resource), key, (current) => applyPatch(type, current, copy(body)))),
    delete: (resource, key) => {
      try {
        const { object, gone } = store.delete(served(resource), key);
        return gone ? undefined : typed(resource, object);
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
  };
}

/** What a store returns for a resource is of that resource's type: nothing else was ever put there. */
function typed<T extends KubeObject, S extends StoredObject | undefined>(_resource: Resource<T>, object: S): T | Extract<S, undefined> {
  return object as KubeObject | undefined as T | Extract<S, undefined>;
}

/** The store freezes what it keeps; the caller's object stays the caller's. */
function copy(object: object): JsonObject {
  return structuredClone(object) as JsonObject;
}
