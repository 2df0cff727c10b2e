import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { ApplyOptions, DeleteOptions, KubeClient, PartialObject, Patch, WriteOptions } from '@clusterwright/kube-client';

export interface CacheListOptions {
  readonly namespace?: string | undefined;
  /** Only objects that carry all of these labels. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Only objects whose entry in a declared index has this value. */
  readonly index?: { readonly name: string; readonly value: string } | undefined;
  readonly filter?: ((object: KubeObject) => boolean) | undefined;
}

/**
 * What controllers use: reads come from watch caches, writes are remembered.
 *
 * Guarantees: after a write resolves, reads of this process see its result, or something newer. Objects returned by reads are shared: never mutate them.
 * A kind is watched from the first read on (or from the manager's start, where a controller declares it); the first read waits for the list.
 * A cache limited by a selector answers a miss with a live GET. Errors: `ApiError`, `TransportError`.
 */
export interface Client {
  /** The uncached client, for what must not be cached. */
  readonly live: KubeClient;
  get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): Promise<T | undefined>;
  list<T extends KubeObject>(resource: Resource<T>, options?: CacheListOptions): Promise<readonly T[]>;
  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  update<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, patch: Patch, options?: WriteOptions): Promise<T>;
  /**
   * Server-side apply, sent only where it would change something: the cached object lacks a value, or the manager owns a field that is no longer in `object`.
   * Returns the object as it is then.
   */
  apply<T extends KubeObject>(resource: Resource<T>, object: PartialObject<T>, options: ApplyOptions): Promise<T>;
  /** Deletes; already gone is success. Returns the object where finalizers keep it. */
  delete<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options?: DeleteOptions): Promise<T | undefined>;
}
