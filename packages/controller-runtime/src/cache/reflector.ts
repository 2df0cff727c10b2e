import { keyOf, keyString } from '@clusterwright/api';
import type { KubeObject, Resource } from '@clusterwright/api';
import { ApiError, isGone } from '@clusterwright/kube-client';
import type { KubeClient, WatchEvent, WatchOptions } from '@clusterwright/kube-client';
import { toError } from '@clusterwright/api/errors';
import { elapsed } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { InformerMetrics } from '../metrics/informer-metrics.ts';
import { IdleWatchdog } from './idle-watchdog.ts';
import type { ObjectStore, StoreChange } from './object-store.ts';

export interface ReflectorOptions<T extends KubeObject> {
  readonly client: Pick<KubeClient, 'list' | 'watch'>;
  readonly resource: Resource<T>;
  readonly store: ObjectStore<T>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly metadataOnly?: boolean | undefined;
  readonly isOptional?: boolean | undefined;
  readonly transform?: ((object: T) => T) | undefined;
  readonly metrics?: InformerMetrics | undefined;
  readonly onChange: (change: StoreChange<T>) => void;
  /** Called whenever the store holds everything a list showed. */
  readonly onSynced: () => void;
  /** Told of every try that failed. */
  readonly onFailure?: ((error: Error) => void) | undefined;
}

const minWatchSeconds = 300;
const firstBackoffMs = 500;
/** Short, so that a server that comes back is not missed for long: it is one request a kind. */
const maxBackoffMs = 10_000;
/** What the server refuses, it refuses for longer. */
const maxRefusedBackoffMs = 30_000;
/** A watch that lived this long was healthy: the next failure starts backing off from the beginning. */
const healthyMs = 10_000;
/** A watch that ends in order sooner than this has failed all the same: opened again at once, it would be a storm. */
const tooShortMs = 1000;
/** Bookmarks come about every minute; a stream quiet for longer than this is dead, whatever TCP says. */
const idleMs = 3 * 60_000;
const pageSize = 500;

/**
 * Keeps a store equal to the API server: lists once by a streaming watch, then watches for ever, resuming where it broke off.
 *
 * Relists only when the server says the resourceVersion is too old. Never ends before its signal, and never throws.
 */
export async function runReflector<T extends KubeObject>(options: ReflectorOptions<T>): Promise<void> {
  await new Reflector(options).run();
}

class Reflector<T extends KubeObject> {
  readonly #options: ReflectorOptions<T>;
  /** Where to resume; undefined before the first list, and after the server has forgotten it. */
  #resourceVersion: string | undefined;
  /** Keys that the list which is under way has shown. */
  #listed: Set<string> | undefined;
  /** Servers before 1.34 may refuse to stream a list; they are asked once. */
  #streamsLists = true;
  #pageSize: number | undefined = pageSize;
  #failures = 0;

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { clock, signal } = this.#options;
    while (!signal.aborted) {
      const startedAt = elapsed(clock);
      const failure = await this.#attempt();
      if (signal.aborted) return;
      const livedMs = elapsed(clock) - startedAt;
      if (livedMs >= healthyMs) this.#failures = 0;
      if (failure) await this.#backOff(failure);
      else if (livedMs < tooShortMs) await this.#backOff(new Error('the server ended the watch at once'));
    }
  }

  /** Lists where needed, then watches until the server ends it. Returns what went wrong, if anything. */
  async #attempt(): Promise<Error | undefined> {
    try {
      if (this.#resourceVersion === undefined && !this.#streamsLists) await this.#list();
      await this.#watch();
      return this.#listed ? new Error('the server ended the list before it was complete') : undefined;
    } catch (error) {
      if (this.#listed && isStreamingListRefused(error)) {
        this.#streamsLists = false;
        return this.#attempt();
      }
      if (isGone(error)) this.#startOver();
      return toError(error);
    } finally {
      this.#listed = undefined;
    }
  }

  /** The server has forgotten the version we were at. In the middle of a list that means that its pages took too long: the next one is in one piece. */
  #startOver(): void {
    if (!this.#streamsLists && this.#resourceVersion === undefined) this.#pageSize = undefined;
    this.#resourceVersion = undefined;
  }

  async #backOff(failure: Error): Promise<void> {
    const { clock, log, resource, signal, isOptional, onFailure } = this.#options;
    this.#failures += 1;
    const maxMs = isRefused(failure) ? maxRefusedBackoffMs : maxBackoffMs;
    const retryAfterMs = Math.min(firstBackoffMs * 2 ** (this.#failures - 1), maxMs) * (0.75 + clock.random() / 2);
    const keys = { resource: resource.plural, err: { message: failure.message, type: failure.name }, attempt: this.#failures, retryAfterMs: Math.round(retryAfterMs) };
    // Broken connections are everyday; what the server refuses, or what fails again, somebody must look at.
    if (isOptional && isNotServed(failure)) log.debug('Waiting for a kind that nobody serves', keys);
    else if (this.#failures > 1 || isRefused(failure)) log.error('Failing to watch', keys);
    else log.debug('Watching again', keys);
    onFailure?.(failure);
    await clock.sleep(retryAfterMs, signal);
  }

  async #watch(): Promise<void> {
    const { clock, signal } = this.#options;
    const idle = new IdleWatchdog(clock, idleMs);
    if (this.#resourceVersion === undefined) this.#listed = new Set();
    try {
      for await (const event of this.#open(AbortSignal.any([signal, idle.signal]))) {
        idle.reset();
        this.#take(event);
      }
    } finally {
      idle.stop();
    }
    if (idle.signal.aborted) throw new Error('watch was idle for too long');
  }

  #open(signal: AbortSignal): AsyncIterable<WatchEvent<T>> {
    const { client, resource, clock, namespace, labelSelector, fieldSelector, metadataOnly } = this.#options;
    const timeoutSeconds = Math.round(minWatchSeconds * (1 + clock.random()));
    const watch: WatchOptions = { namespace, labelSelector, fieldSelector, metadataOnly, signal, allowWatchBookmarks: true, timeoutSeconds };
    const resourceVersion = this.#resourceVersion;
    return client.watch(resource, resourceVersion === undefined ? { ...watch, sendInitialEvents: true } : { ...watch, resourceVersion });
  }

  #take(event: WatchEvent<T>): void {
    if (event.type === 'BOOKMARK') {
      if (this.#listed && !event.initialEventsEnd) return;
      if (this.#listed) this.#completeList(this.#listed, event.resourceVersion);
      this.#reached(event.resourceVersion);
      return;
    }
    const { object } = event;
    this.#store(event);
    // While the list streams in, the versions of its objects are no point to resume from.
    if (this.#listed) this.#listed.add(keyString(keyOf(object)));
    else if (object.metadata.resourceVersion !== undefined) this.#reached(object.metadata.resourceVersion);
  }

  #reached(resourceVersion: string): void {
    this.#resourceVersion = resourceVersion;
    this.#options.metrics?.reached(resourceVersion);
  }

  #store({ type, object }: Exclude<WatchEvent<T>, { type: 'BOOKMARK' }>): void {
    const { clock, metrics, store, transform, onChange } = this.#options;
    const startedAt = elapsed(clock);
    const { uid, resourceVersion } = object.metadata;
    const change = type === 'DELETED' ? store.delete(keyOf(object), uid, resourceVersion) : store.upsert(transform ? transform(object) : object);
    if (change) onChange(change);
    metrics?.processed((elapsed(clock) - startedAt) / 1000);
  }

  #completeList(listed: ReadonlySet<string>, resourceVersion: string): void {
    const { store, onChange, onSynced } = this.#options;
    for (const change of store.retainOnly(listed, resourceVersion)) onChange(change);
    this.#listed = undefined;
    onSynced();
  }

  /** The list in pages, for servers that do not stream it. */
  async #list(): Promise<void> {
    const { client, resource, namespace, labelSelector, fieldSelector, metadataOnly, signal } = this.#options;
    const listed = new Set<string>();
    let page: string | undefined;
    let resourceVersion: string;
    do {
      const list: Awaited<ReturnType<typeof client.list<T>>> = await client.list(resource, { namespace, labelSelector, fieldSelector, metadataOnly, signal, limit: this.#pageSize, continue: page });
      for (const object of list.items) {
        listed.add(keyString(keyOf(object)));
        this.#store({ type: 'ADDED', object });
      }
      ({ resourceVersion, continue: page } = list);
    } while (page);
    this.#completeList(listed, resourceVersion);
    this.#reached(resourceVersion);
  }
}

/** Whether the answer to a list or watch means that there is no such kind. */
function isNotServed(error: Error): boolean {
  return ApiError.is(error) && error.status === 404;
}

/** Servers without streaming lists refuse `sendInitialEvents`. */
function isStreamingListRefused(error: unknown): boolean {
  return ApiError.is(error) && (error.status === 400 || error.status === 422) && /sendInitialEvents|initialEvents/i.test(error.message);
}

function isRefused(error: Error): boolean {
  return ApiError.is(error) && error.status < 500 && error.status !== 410 && error.status !== 429;
}
