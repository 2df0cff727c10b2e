import { keyOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { KubeClient } from '@clusterwright/kube-client';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { CacheOptions } from '../manager.ts';
import { ObjectStore } from './object-store.ts';
import type { StoreChange } from './object-store.ts';
import { runReflector } from './reflector.ts';
import { withoutForeignManagedFields } from './transform.ts';

export type ChangeListener<T> = (change: StoreChange<T>) => void;

export interface InformerOptions<T extends KubeObject> {
  readonly client: KubeClient;
  readonly resource: Resource<T>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly namespace?: string | undefined;
  readonly cache: CacheOptions<T>;
}

/** One watched kind: its store, who wants to know of changes, and whether it is filled. */
export class Informer<T extends KubeObject> {
  readonly store: ObjectStore<T>;
  readonly cache: CacheOptions<T>;
  readonly #options: InformerOptions<T>;
  readonly #listeners = new Set<ChangeListener<T>>();
  readonly #transform: (object: T) => T;
  readonly #synced = Promise.withResolvers<void>();
  #isSynced = false;

  constructor(options: InformerOptions<T>) {
    this.#options = options;
    this.cache = options.cache;
    this.store = new ObjectStore(options.cache.indexes);
    const { transform } = options.cache;
    this.#transform = transform ? (object) => transform(withoutForeignManagedFields(object)) : withoutForeignManagedFields;
  }

  get isSynced(): boolean {
    return this.#isSynced;
  }

  /** Resolves when the store first holds everything the server has. */
  get synced(): Promise<void> {
    return this.#synced.promise;
  }

  /** Starts to watch; call once. */
  start(): void {
    const { client, resource, clock, log, signal, namespace, cache } = this.#options;
    void runReflector<T>({
      client,
      resource,
      clock,
      log,
      signal,
      namespace,
      labelSelector: cache.labelSelector,
      metadataOnly: cache.metadataOnly,
      store: this.store,
      transform: this.#transform,
      onChange: (change) => this.#notify(change),
      onSynced: () => {
        this.#isSynced = true;
        this.#synced.resolve();
      },
    });
  }

  /** Tells of every change from now on, and of every object already known. */
  addListener(listener: ChangeListener<T>): void {
    this.#listeners.add(listener);
    for (const object of this.store.list()) listener({ next: object, previous: undefined });
  }

  /** Takes the response of an own write, so that the next read sees it. Returns the object as the cache keeps it. */
  remember(object: T): T {
    const next = this.#transform(object);
    const { deletionTimestamp, finalizers = [], uid } = object.metadata;
    // A write that takes the last finalizer off a deleted object ends it, though the response still shows it.
    const change = deletionTimestamp && finalizers.length === 0 ? this.store.delete(keyOf(object), uid) : this.store.upsert(next);
    if (change) this.#notify(change);
    return next;
  }

  /** Takes note that an own delete ended the object at once. */
  forget(key: ObjectKey, uid: string | undefined): void {
    const change = this.store.delete(key, uid);
    if (change) this.#notify(change);
  }

  #notify(change: StoreChange<T>): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        // A listener must not stop the watch; its own log line says what it could not do.
        this.#options.log.error('Failing to pass on a change', { resource: this.#options.resource.plural, err: error });
      }
    }
  }
}
