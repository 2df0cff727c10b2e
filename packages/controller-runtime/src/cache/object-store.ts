import { keyOf, keyString } from '@clusterwright/api';
import type { KubeObject, ObjectKey } from '@clusterwright/api';
import type { CacheListOptions } from '../client.ts';

/** How the store changed; `previous` is undefined on addition, `next` on deletion. */
export interface StoreChange<T> {
  readonly next: T | undefined;
  readonly previous: T | undefined;
}

export type Indexers<T> = Readonly<Record<string, (object: T) => readonly string[]>>;

const namespaceIndex = 'metadata.namespace';
const clusterIndex = 'metadata.labels[cluster.x-k8s.io/cluster-name]';
const clusterNameLabel = 'cluster.x-k8s.io/cluster-name';
const maxTombstones = 10_000;

/**
 * Objects of one kind, by key and by indexes.
 *
 * Guarantees: an object never goes back to an older resourceVersion, nor to one from before it was deleted or left the selection that is watched;
 * so watch events, lists and responses of own writes may arrive in any order. Objects are shared with readers and never mutated.
 */
export class ObjectStore<T extends KubeObject> {
  readonly #objects = new Map<string, T>();
  /** UID to the version at which the object left: nothing up to it may come back. */
  readonly #tombstones = new Map<string, number>();
  readonly #indexers: Indexers<T>;
  readonly #indexes = new Map<string, Map<string, Map<string, T>>>();

  constructor(indexers: Indexers<T> = {}) {
    this.#indexers = {
      [namespaceIndex]: ({ metadata }) => [metadata.namespace ?? ''],
      [clusterIndex]: ({ metadata }) => (metadata.labels?.[clusterNameLabel] ? [`${metadata.namespace}/${metadata.labels[clusterNameLabel]}`] : []),
      ...indexers,
    };
    for (const name of Object.keys(this.#indexers)) this.#indexes.set(name, new Map());
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: ObjectKey): T | undefined {
    return this.#objects.get(keyString(key));
  }

  /** Objects that meet every condition, in no particular order. */
  list(options: CacheListOptions = {}): T[] {
    const labels = Object.entries(options.labels ?? {});
    const found: T[] = [];
    for (const object of this.#candidates(options)) {
      if (options.namespace && object.metadata.namespace !== options.namespace) continue;
      if (!labels.every(([name, value]) => object.metadata.labels?.[name] === value)) continue;
      if (options.filter && !options.filter(object)) continue;
      found.push(object);
    }
    return found;
  }

  /** Takes an object in, unless it is older than what is known. Returns the change, if any. */
  upsert(object: T): StoreChange<T> | undefined {
    const key = keyString(keyOf(object));
    if (this.#isBuried(object)) return undefined;
    const previous = this.#objects.get(key);
    if (previous && !isNewer(object, previous)) return undefined;
    if (previous) this.#unindex(key, previous);
    this.#objects.set(key, object);
    this.#index(key, object);
    return { next: object, previous };
  }

  /**
   * Forgets an object. States of it up to `version` are refused from now on: a response of an earlier write may still be under way. Without a version all are: it is
   * deleted for good. (Under a selector an object that leaves may come back, with the same UID and a later version.)
   */
  delete(key: ObjectKey, uid: string | undefined, version?: string): StoreChange<T> | undefined {
    if (uid) this.#bury(uid, version === undefined ? Infinity : Number(version));
    const name = keyString(key);
    const previous = this.#objects.get(name);
    if (!previous || (uid && previous.metadata.uid !== uid)) return undefined;
    // It has left and come back since.
    if (version !== undefined && versionOf(previous) > Number(version)) return undefined;
    this.#objects.delete(name);
    this.#unindex(name, previous);
    return { next: undefined, previous };
  }

  /** Objects a full list did not show: gone, unless they were written after the list was taken. */
  retainOnly(seen: ReadonlySet<string>, listResourceVersion: string): StoreChange<T>[] {
    const changes: StoreChange<T>[] = [];
    for (const [key, object] of this.#objects) {
      if (seen.has(key) || versionOf(object) > Number(listResourceVersion)) continue;
      this.#objects.delete(key);
      this.#unindex(key, object);
      if (object.metadata.uid) this.#bury(object.metadata.uid, Number(listResourceVersion));
      changes.push({ next: undefined, previous: object });
    }
    return changes;
  }

  #candidates({ index, labels, namespace }: CacheListOptions): Iterable<T> {
    if (index) return this.#lookup(index.name, index.value);
    const cluster = labels?.[clusterNameLabel];
    if (cluster && namespace) return this.#lookup(clusterIndex, `${namespace}/${cluster}`);
    if (namespace) return this.#lookup(namespaceIndex, namespace);
    return this.#objects.values();
  }

  #lookup(name: string, value: string): Iterable<T> {
    return this.#indexes.get(name)?.get(value)?.values() ?? [];
  }

  #isBuried(object: T): boolean {
    const until = object.metadata.uid === undefined ? undefined : this.#tombstones.get(object.metadata.uid);
    return until !== undefined && versionOf(object) <= until;
  }

  #bury(uid: string, until: number): void {
    const known = this.#tombstones.get(uid) ?? 0;
    this.#tombstones.delete(uid);
    this.#tombstones.set(uid, Math.max(known, until));
    if (this.#tombstones.size <= maxTombstones) return;
    const [oldest] = this.#tombstones.keys();
    if (oldest) this.#tombstones.delete(oldest);
  }

  #index(key: string, object: T): void {
    for (const [name, valuesOf] of Object.entries(this.#indexers)) {
      const index = this.#indexes.get(name);
      for (const value of valuesOf(object)) {
        const bucket = index?.get(value);
        if (bucket) bucket.set(key, object);
        else index?.set(value, new Map([[key, object]]));
      }
    }
  }

  #unindex(key: string, object: T): void {
    for (const [name, valuesOf] of Object.entries(this.#indexers)) {
      const index = this.#indexes.get(name);
      for (const value of valuesOf(object)) {
        const bucket = index?.get(value);
        bucket?.delete(key);
        if (bucket?.size === 0) index?.delete(value);
      }
    }
  }
}

/** Resource versions are numbers that grow with every write (Kubernetes 1.35 made this part of the API). */
function versionOf(object: KubeObject): number {
  return Number(object.metadata.resourceVersion ?? 0);
}

function isNewer(object: KubeObject, known: KubeObject): boolean {
  return versionOf(object) > versionOf(known);
}
