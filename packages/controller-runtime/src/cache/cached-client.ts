import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import { ApiError, ignoreNotFound } from '@clusterwright/kube-client';
import type { ApplyOptions, DeleteOptions, KubeClient, PartialObject, Patch, WriteOptions } from '@clusterwright/kube-client';
import type { CacheListOptions, Client } from '../client.ts';
import type { ApplyMetrics } from '../metrics/apply-metrics.ts';
import { applyChanges } from './applied-fields.ts';
import type { Caches } from './caches.ts';
import { isEnded } from './deletion.ts';

/** The Client of a manager: reads from its caches, writes to the API server and into the caches. */
export function createCachedClient(live: KubeClient, caches: Caches, counted: ApplyMetrics = () => undefined): Client {
  const remember = <T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): T => {
    const informer = options.dryRun ? undefined : caches.find(resource);
    const kept = informer?.remember(object);
    // A cache of metadata has less than the writer wants to see.
    return kept && !informer?.cache.metadataOnly ? kept : object;
  };

  const get = async <T extends KubeObject>(resource: Resource<T>, key: ObjectKey): Promise<T | undefined> => {
    const informer = caches.informer(resource);
    if (!informer.isSynced) await informer.ready();
    const cached = informer.store.get(key);
    if (cached || !informer.coverage.mayMiss(key)) return cached;
    return ignoreNotFound(live.get(resource, key));
  };

  return {
    live,
    get,

    async list<T extends KubeObject>(resource: Resource<T>, options?: CacheListOptions): Promise<readonly T[]> {
      const informer = caches.informer(resource);
      if (!informer.isSynced) await informer.ready();
      return informer.store.list(options);
    },

    async create(resource, object, options) {
      return remember(resource, await live.create(resource, object, options), options);
    },

    async update(resource, object, options) {
      return remember(resource, await live.update(resource, object, options), options);
    },

    async patch<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, patch: Patch, options?: WriteOptions): Promise<T> {
      return remember(resource, await live.patch(resource, key, patch, options), options);
    },

    async apply<T extends KubeObject>(resource: Resource<T>, object: PartialObject<T>, options: ApplyOptions): Promise<T> {
      const current = await get(resource, object.metadata);
      if (current) refuseOther(current, object);
      const isNeeded = !current || applyChanges(current, object, options.fieldManager);
      counted(resource.kind, isNeeded);
      if (!isNeeded) return current;
      return remember(resource, await live.apply(resource, object, options), options);
    },

    async delete<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options: DeleteOptions = {}): Promise<T | undefined> {
      const informer = options.dryRun ? undefined : caches.find(resource);
      const known = informer?.store.get(key);
      const object = await ignoreNotFound(live.delete(resource, key, options));
      if (object && !isEnded(object)) return remember(resource, object, options);
      informer?.forget(key, (object ?? known)?.metadata.uid ?? options.uid);
      return undefined;
    },
  };
}

/** The server would call another uid invalid, as if the fields were wrong; but it means that somebody looked at one object, and the cache at another. */
function refuseOther(current: KubeObject, { metadata: { name, uid } }: { readonly metadata: { readonly name: string; readonly uid?: string | undefined } }): void {
  if (uid === undefined || uid === current.metadata.uid) return;
  throw new ApiError(`${current.kind} ${name} is another object than the one with uid ${uid}`, { status: 409, reason: 'Conflict' });
}
