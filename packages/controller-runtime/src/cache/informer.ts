import { ROOT_CONTEXT, context } from '@opentelemetry/api';
import { keyOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import type { KubeClient } from '@clusterwright/kube-client';
import { ApiError } from '@clusterwright/kube-client';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { CacheOptions } from '../manager.ts';
import type { InformerMetrics } from '../metrics/informer-metrics.ts';
import { coverageOf } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { isEnded } from './deletion.ts';
import { ObjectStore } from './object-store.ts';
import type { StoreChange } from './object-store.ts';
import { runReflector } from './reflector.ts';
import { metadataOf, safely, withoutForeignManagedFields } from './transform.ts';

export type ChangeListener<T> = (change: StoreChange<T>) => void;

/**
 * A kind cannot be read yet: its first list is not there. Surfaces as a failed pass; retried with backoff. `isRefused` where the server does not serve the kind, or not
 * to us, which users must be told; otherwise nothing is known of its objects, and nothing should be said of them.
 */
export class CacheNotReadyError extends AppError {
  readonly code = 'CacheNotReady';
  readonly isRefused: boolean;

  constructor(message: string, { isRefused, cause }: { isRefused: boolean; cause: Error | undefined }) {
    super(message, { cause });
    this.isRefused = isRefused;
  }

  static override is(value: unknown): value is CacheNotReadyError {
    return AppError.is(value) && value.code === 'CacheNotReady';
  }
}

export interface InformerOptions<T extends KubeObject> {
  readonly client: KubeClient;
  readonly resource: Resource<T>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly namespace?: string | undefined;
  readonly cache: CacheOptions<T>;
  readonly metrics?: InformerMetrics | undefined;
}

/** How long a reader waits for the first list. A kind that nobody serves must not hold up the workers that ask for it. */
const patienceMs = 10_000;

/** One watched kind: its store, who wants to know of changes, and whether it is filled. */
export class Informer<T extends KubeObject> {
  readonly store: ObjectStore<T>;
  readonly cache: CacheOptions<T>;
  readonly coverage: Coverage;
  readonly #options: InformerOptions<T>;
  readonly #listeners = new Set<ChangeListener<T>>();
  readonly #transform: (object: T) => T;
  readonly #synced = Promise.withResolvers<void>();
  readonly #impatient = new Set<() => void>();
  #isSynced = false;
  #failure: Error | undefined;

  constructor(options: InformerOptions<T>) {
    const { cache, log, resource } = options;
    this.#options = options;
    this.cache = cache;
    this.coverage = coverageOf({ namespace: options.namespace, labelSelector: cache.labelSelector });
    const report = (what: string) => (error: unknown, object: T) => log.error(`Failing to ${what} an object for the cache`, { [resource.kind]: `${object.metadata.namespace ?? ''}/${object.metadata.name}`, err: error });
    this.store = new ObjectStore(Object.fromEntries(Object.entries(cache.indexes ?? {}).map(([name, values]) => [name, safely(values, () => [], report('index'))])));
    const transform = cache.transform && safely(cache.transform, (object) => object, report('transform'));
    this.#transform = transform ? (object) => transform(withoutForeignManagedFields(object)) : withoutForeignManagedFields;
  }

  /** The kind, as `kubectl` names it. */
  get name(): string {
    const { plural, group } = this.#options.resource;
    return group ? `${plural}.${group}` : plural;
  }

  get isSynced(): boolean {
    return this.#isSynced;
  }

  /** Resolves when the store first holds everything the server has, however long that takes. */
  get synced(): Promise<void> {
    return this.#synced.promise;
  }

  /** Resolves when the store holds everything; throws `CacheNotReadyError` where that takes long, and at once where the server refuses to list the kind. */
  async ready(): Promise<void> {
    if (this.#isSynced) return;
    if (isRefusal(this.#failure)) throw this.#notReady();
    const gaveUp = Promise.withResolvers<void>();
    const giveUp = (): void => gaveUp.reject(this.#notReady());
    this.#impatient.add(giveUp);
    const cancel = this.#options.clock.after(patienceMs, giveUp);
    try {
      await Promise.race([this.synced, gaveUp.promise]);
    } finally {
      cancel();
      this.#impatient.delete(giveUp);
    }
  }

  /** Starts to watch; call once. */
  start(): void {
    const { client, resource, clock, log, signal, namespace, cache, metrics } = this.#options;
    const reflecting = {
      client,
      resource,
      clock,
      log,
      signal,
      namespace,
      labelSelector: cache.labelSelector,
      metadataOnly: cache.metadataOnly,
      isOptional: cache.isOptional,
      metrics,
      store: this.store,
      transform: this.#transform,
      onChange: (change: StoreChange<T>) => this.#notify(change),
      onSynced: () => this.#filled(),
      onFailure: (error: Error) => this.#failed(error),
    };
    // Whoever asked first may be inside a traced pass; the watch outlives it and is no part of it.
    context.with(ROOT_CONTEXT, () => void runReflector<T>(reflecting));
  }

  /** Tells of every change from now on, and of every object already known. */
  addListener(listener: ChangeListener<T>): void {
    this.#listeners.add(listener);
    for (const object of this.store.list()) listener({ next: object, previous: undefined });
  }

  /** Takes the response of an own write, so that the next read sees it. Returns the object as the cache keeps it. */
  remember(object: T): T {
    const next = this.#transform(this.cache.metadataOnly ? metadataOf(object) : object);
    const change = this.#take(object, next);
    if (change) this.#notify(change);
    return next;
  }

  /** Takes note that an own delete ended the object at once. */
  forget(key: ObjectKey, uid: string | undefined): void {
    const change = this.store.delete(key, uid);
    if (change) this.#notify(change);
  }

  #take(object: T, next: T): StoreChange<T> | undefined {
    const { uid, resourceVersion } = object.metadata;
    // A write that takes the last finalizer off a deleted object ends it, though the response still shows it.
    if (isEnded(object)) return this.store.delete(keyOf(object), uid);
    // What the watch does not show would never be updated again.
    if (!this.coverage.holds(object)) return this.store.delete(keyOf(object), uid, resourceVersion);
    return this.store.upsert(next);
  }

  #filled(): void {
    this.#isSynced = true;
    this.#synced.resolve();
  }

  #failed(error: Error): void {
    this.#failure = error;
    if (!isRefusal(error)) return;
    // Where nobody made rules for a kind that is not installed, the answer is "forbidden" rather than "not found".
    if (this.cache.isOptional) this.#filled();
    else for (const giveUp of this.#impatient) giveUp();
  }

  #notReady(): CacheNotReadyError {
    const cause = this.#failure;
    return new CacheNotReadyError(`cache of ${this.name} is not filled yet${cause ? `: ${cause.message}` : ''}`, { isRefused: isRefusal(cause), cause });
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

/** Whether asking again will hardly help: an overloaded or failing server is no refusal. */
function isRefusal(error: Error | undefined): boolean {
  return ApiError.is(error) && error.status >= 400 && error.status < 500 && ![408, 409, 410, 429].includes(error.status);
}
