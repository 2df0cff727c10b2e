import { keyOf, keyString } from '@clusterwright/api';
import type { KubeObject, Resource } from '@clusterwright/api';
import { ApiError, isGone } from '@clusterwright/kube-client';
import type { KubeClient, WatchEvent, WatchOptions } from '@clusterwright/kube-client';
import { toError } from '@clusterwright/api/errors';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
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
  readonly transform?: ((object: T) => T) | undefined;
  readonly onChange: (change: StoreChange<T>) => void;
  /** Called once, when the store first holds everything. */
  readonly onSynced: () => void;
}

const minWatchSeconds = 300;
const firstBackoffMs = 500;
const maxBackoffMs = 30_000;
/** A watch that lived this long was healthy: the next failure starts backing off from the beginning. */
const healthyMs = 10_000;
/** Bookmarks come about every minute; a stream quiet for longer than this is dead, whatever TCP says. */
const idleMs = 3 * 60_000;

/**
 * Keeps a store equal to the API server: lists once by a streaming watch, then watches for ever, resuming where it broke off.
 *
 * Relists only when the server says the resourceVersion is too old. Never ends before its signal, and never throws.
 */
export async function runReflector<T extends KubeObject>(options: ReflectorOptions<T>): Promise<void> {
  const { clock, log, signal, resource } = options;
  let resourceVersion: string | undefined;
  let backoffMs = firstBackoffMs;
  while (!signal.aborted) {
    const startedAt = clock.now().getTime();
    try {
      resourceVersion = await watchOnce(options, resourceVersion);
      backoffMs = firstBackoffMs;
    } catch (error) {
      if (signal.aborted) return;
      if (isGone(error)) {
        resourceVersion = undefined;
      } else if (error instanceof WatchBroken) {
        resourceVersion = error.resourceVersion;
      }
      if (clock.now().getTime() - startedAt > healthyMs) backoffMs = firstBackoffMs;
      log.debug('Watching again', { resource: resource.plural, err: toError(error).message, retryAfterMs: backoffMs });
      await clock.sleep(backoffMs * (0.75 + clock.random() / 2), signal);
      backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
    }
  }
}

/** Carries how far a watch came before it broke, so that the next one resumes there. */
class WatchBroken extends Error {
  readonly resourceVersion: string | undefined;
  constructor(resourceVersion: string | undefined, cause: unknown) {
    super(toError(cause).message, { cause });
    this.resourceVersion = resourceVersion;
  }
}

/** Resolves with the last resourceVersion when the server ends the watch in order. */
async function watchOnce<T extends KubeObject>(options: ReflectorOptions<T>, since: string | undefined): Promise<string | undefined> {
  let resourceVersion = since;
  let initial = since === undefined ? new Set<string>() : undefined;
  const idle = new IdleWatchdog(options.clock, idleMs);
  const signal = AbortSignal.any([options.signal, idle.signal]);
  try {
    for await (const event of openWatch(options, since, signal)) {
      idle.reset();
      if (event.type === 'BOOKMARK') {
        resourceVersion = event.resourceVersion;
        if (event.initialEventsEnd && initial) {
          for (const change of options.store.retainOnly(initial, event.resourceVersion)) options.onChange(change);
          initial = undefined;
          options.onSynced();
        }
        continue;
      }
      // While the initial events stream in, their versions are no point to resume from.
      if (!initial) resourceVersion = event.object.metadata.resourceVersion;
      initial?.add(keyString(keyOf(event.object)));
      take(options, event);
    }
    if (idle.signal.aborted) throw new Error('watch was idle for too long');
    return initial ? undefined : resourceVersion;
  } catch (error) {
    if (isGone(error)) throw error;
    if (initial && isStreamingListRefused(error)) return listOnce(options);
    throw new WatchBroken(initial ? undefined : resourceVersion, error);
  } finally {
    idle.stop();
  }
}

function openWatch<T extends KubeObject>(options: ReflectorOptions<T>, since: string | undefined, signal: AbortSignal): AsyncIterable<WatchEvent<T>> {
  const { client, resource, clock, namespace, labelSelector, fieldSelector, metadataOnly } = options;
  const watch: WatchOptions = { namespace, labelSelector, fieldSelector, metadataOnly, signal, allowWatchBookmarks: true, timeoutSeconds: Math.round(minWatchSeconds * (1 + clock.random())) };
  return client.watch(resource, since === undefined ? { ...watch, sendInitialEvents: true } : { ...watch, resourceVersion: since });
}

function take<T extends KubeObject>({ store, transform, onChange }: ReflectorOptions<T>, event: Exclude<WatchEvent<T>, { type: 'BOOKMARK' }>): void {
  const { object } = event;
  const change = event.type === 'DELETED' ? store.delete(keyOf(object), object.metadata.uid) : store.upsert(transform ? transform(object) : object);
  if (change) onChange(change);
}

/** Servers without streaming lists refuse `sendInitialEvents`. */
function isStreamingListRefused(error: unknown): boolean {
  return ApiError.is(error) && (error.status === 400 || error.status === 422) && /sendInitialEvents|initialEvents/i.test(error.message);
}

async function listOnce<T extends KubeObject>(options: ReflectorOptions<T>): Promise<string> {
  const { client, resource, namespace, labelSelector, fieldSelector, metadataOnly, signal, store, transform, onChange, onSynced } = options;
  const seen = new Set<string>();
  let page: string | undefined;
  let resourceVersion: string;
  do {
    const list: Awaited<ReturnType<typeof client.list<T>>> = await client.list(resource, { namespace, labelSelector, fieldSelector, metadataOnly, signal, limit: 500, continue: page });
    for (const object of list.items) {
      seen.add(keyString(keyOf(object)));
      const change = store.upsert(transform ? transform(object) : object);
      if (change) onChange(change);
    }
    ({ resourceVersion, continue: page } = list);
  } while (page);
  for (const change of store.retainOnly(seen, resourceVersion)) onChange(change);
  onSynced();
  return resourceVersion;
}

class IdleWatchdog {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #limitMs: number;
  #cancel: () => void;

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#cancel = this.#arm();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  reset(): void {
    this.#cancel();
    this.#cancel = this.#arm();
  }

  stop(): void {
    this.#cancel();
  }

  #arm(): () => void {
    return this.#clock.after(this.#limitMs, () => this.#controller.abort());
  }
}
