import type { SimulationClock, StopTimer } from '../clock.ts';
import { ObjectStore } from './object-store.ts';
import { builtInResources, namespaceResource, type ServedResource } from './resources.ts';
import type { StoredObject, StoreEvent } from './stored-object.ts';

export const startOfTime = new Date('2026-08-01T10:00:00Z');

/** A clock that moves by hand. */
export function aClock(): SimulationClock & { advance(ms: number): void } {
  let nowMs = startOfTime.getTime();
  const timers = new Set<{ at: number; run: () => void; intervalMs?: number }>();
  const add = (timer: { at: number; run: () => void; intervalMs?: number }): StopTimer => {
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  return {
    now: () => new Date(nowMs),
    after: (delayMs, run) => add({ at: nowMs + delayMs, run }),
    every: (intervalMs, run) => add({ at: nowMs + intervalMs, run, intervalMs }),
    advance(ms) {
      nowMs += ms;
      for (const timer of timers) {
        if (timer.at > nowMs) continue;
        if (timer.intervalMs === undefined) timers.delete(timer);
        else timer.at = nowMs + timer.intervalMs;
        timer.run();
      }
    },
  };
}

/** An empty store with the namespace `default`. */
export function aStore(now: () => Date = () => startOfTime): ObjectStore {
  const store = new ObjectStore(now);
  store.create(namespaceResource, { metadata: { name: 'default' } });
  return store;
}

/** A built-in kind by its plural name. */
export function aResource(plural: string): ServedResource {
  const found = builtInResources.find((resource) => resource.plural === plural);
  if (!found) throw new Error(`no resource ${plural}`);
  return found;
}

/** Records the events of a store as short texts. */
export function recordEvents(store: ObjectStore): { readonly events: StoreEvent[]; readonly texts: () => string[] } {
  const events: StoreEvent[] = [];
  store.subscribe((_resource, event) => events.push(event));
  return { events, texts: () => events.map(({ type, object }) => `${type} ${object.kind}/${object.metadata.name}`) };
}

export function withMetadata(object: StoredObject, metadata: Partial<StoredObject['metadata']>): StoredObject {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}

/** What a call throws, as the reason an API client would see; undefined where it does not throw. */
export function refusalOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
}
