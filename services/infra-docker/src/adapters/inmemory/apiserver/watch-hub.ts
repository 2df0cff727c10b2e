import type { SimulationClock, StopTimer } from '../clock.ts';
import { toStatus } from '../store/api-errors.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { resourceId, type ServedResource } from '../store/resources.ts';
import type { ObjectPredicate } from '../store/selectors.ts';
import type { StoredObject, StoreEvent } from '../store/stored-object.ts';
import { renderBookmark, renderObject, type Output } from './output.ts';

const bookmarkIntervalMs = 60_000;

/** From where a watch starts: every object as it is now, or the events after a version. */
export type WatchStart = { readonly kind: 'now'; readonly endWithBookmark: boolean } | { readonly kind: 'after'; readonly resourceVersion: number };

export interface WatchRequest {
  readonly resource: ServedResource;
  readonly namespace: string | undefined;
  readonly matches: ObjectPredicate;
  readonly output: Output;
  readonly start: WatchStart;
  readonly bookmarks: boolean;
  readonly timeoutMs: number;
}

/** Where the lines of a watch go. */
export interface WatchSink {
  write(line: string): void;
  end(): void;
}

type EventType = StoreEvent['type'];
type Encode = (type: EventType, request: WatchRequest) => string;

interface Watcher {
  readonly request: WatchRequest;
  readonly sink: WatchSink;
}

/** Delivers the writes of one store to its watchers; each event is encoded once per form, however many watch. */
export class WatchHub {
  readonly #store: ObjectStore;
  readonly #clock: SimulationClock;
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #unsubscribe: () => void;
  #stopBookmarks: StopTimer | undefined;

  constructor(store: ObjectStore, clock: SimulationClock) {
    this.#store = store;
    this.#clock = clock;
    this.#unsubscribe = store.subscribe((resource, event) => this.#dispatch(resource, event));
  }

  /** Starts a watch: the sink gets its lines until it times out, or the returned function is called. */
  open(request: WatchRequest, sink: WatchSink): () => void {
    if (!this.#catchUp(request, sink)) {
      sink.end();
      return () => undefined;
    }
    const watcher: Watcher = { request, sink };
    this.#add(watcher);
    const stopTimer = this.#clock.after(request.timeoutMs, () => {
      this.#drop(watcher);
      sink.end();
    });
    return () => {
      stopTimer();
      this.#drop(watcher);
    };
  }

  /** Ends every watch. */
  close(): void {
    this.#unsubscribe();
    for (const watcher of [...this.#watchers.values()].flatMap((set) => [...set])) {
      this.#drop(watcher);
      watcher.sink.end();
    }
  }

  /** Sends what the watcher has missed; false where that is no longer known and the client must list again. */
  #catchUp(request: WatchRequest, sink: WatchSink): boolean {
    const { resource, namespace, matches, start } = request;
    if (start.kind === 'now') {
      const encode = this.#encoder(resource);
      for (const object of this.#store.list(resource, namespace, matches)) sink.write(encode(object)('ADDED', request));
      if (start.endWithBookmark) sink.write(this.#bookmark(request, true));
      return true;
    }
    try {
      for (const event of this.#store.eventsSince(resource, start.resourceVersion)) this.#deliver({ request, sink }, event, this.#encoder(resource)(event.object));
      return true;
    } catch (error) {
      sink.write(line('ERROR', toStatus(error)));
      return false;
    }
  }

  #dispatch(resource: ServedResource, event: StoreEvent): void {
    const watchers = this.#watchers.get(resourceId(resource));
    if (!watchers) return;
    const encode = this.#encoder(resource)(event.object);
    for (const watcher of watchers) this.#deliver(watcher, event, encode);
  }

  #deliver({ request, sink }: Watcher, event: StoreEvent, encode: Encode): void {
    const type = seenAs(event, request);
    if (type) sink.write(encode(type, request));
  }

  /** Encodes one object in every form that is asked for, each once. */
  #encoder(resource: ServedResource): (object: StoredObject) => Encode {
    return (object) => {
      const lines = new Map<string, string>();
      return (type, { output, resource: wanted }) => {
        const key = `${type} ${output.form} ${output.includeObject} ${wanted.version}`;
        let encoded = lines.get(key);
        if (encoded === undefined) {
          encoded = line(type, renderObject(wanted.version === resource.version ? resource : wanted, object, output, this.#clock.now()));
          lines.set(key, encoded);
        }
        return encoded;
      };
    };
  }

  #bookmark({ resource, output }: WatchRequest, endsInitialEvents: boolean): string {
    return line('BOOKMARK', renderBookmark(resource, output.form, this.#store.resourceVersion, endsInitialEvents));
  }

  #add(watcher: Watcher): void {
    const id = resourceId(watcher.request.resource);
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(watcher));
    this.#stopBookmarks ??= this.#clock.every(bookmarkIntervalMs, () => this.#sendBookmarks());
  }

  #drop(watcher: Watcher): void {
    const id = resourceId(watcher.request.resource);
    const watchers = this.#watchers.get(id);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#watchers.delete(id);
    if (this.#watchers.size > 0) return;
    this.#stopBookmarks?.();
    this.#stopBookmarks = undefined;
  }

  #sendBookmarks(): void {
    for (const watchers of this.#watchers.values()) {
      for (const { request, sink } of watchers) if (request.bookmarks) sink.write(this.#bookmark(request, false));
    }
  }
}

/** A watcher with a selector sees objects come and go as they start and stop to match. */
function seenAs({ type, object, previous }: StoreEvent, { namespace, matches }: WatchRequest): EventType | undefined {
  if (namespace !== undefined && object.metadata.namespace !== namespace) return undefined;
  const before = previous !== undefined && matches(previous);
  const after = type !== 'DELETED' && matches(object);
  if (before) return after ? 'MODIFIED' : 'DELETED';
  return after ? 'ADDED' : undefined;
}

function line(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}
