import { keyString } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource, UnstructuredObject } from '@clusterwright/api';
import type { CacheListOptions, Client } from '@clusterwright/controller-runtime';
import type { KubeClient, Patch } from '@clusterwright/kube-client';
import { isNotFound } from '@clusterwright/kube-client';
import { applyFields } from './field-set.ts';
import { applyJsonPatch } from './json-patch.ts';
import { fakeKubeClient } from './kube-client.fake.ts';
import { applyMergePatch } from './merge-patch.ts';
import { ObjectStore } from './object-store.ts';

export type FakeVerb = 'get' | 'list' | 'create' | 'update' | 'patch' | 'apply' | 'delete' | 'watch' | 'createSubresource' | 'deleteCollection' | 'portForward' | 'raw';

/** One request that a fake received. Cached reads are no requests and leave no call. */
export interface FakeCall {
  readonly verb: FakeVerb;
  readonly kind: string;
  readonly key: string;
  readonly subresource?: string | undefined;
  /** The object or patch sent. */
  readonly body?: unknown;
  readonly options?: object | undefined;
}

export interface FakeClientOptions {
  readonly objects?: readonly KubeObject[];
  readonly now?: () => Date;
  /** Named indexes per kind, as `manager.cacheKind(…, { indexes })` declares them. */
  readonly indexes?: Readonly<Record<string, Readonly<Record<string, (object: never) => readonly string[]>>>>;
}

interface PlannedFailure {
  readonly verb: FakeVerb;
  readonly error: Error;
  readonly kind?: string | undefined;
}

/**
 * A `Client` on an in-memory store with the meaning of watch caches: reads see own writes, what is read is shared and frozen, apply skips what changes nothing.
 * Knobs: `failNext`, `put` and `remove` (what somebody else did). Memory: `calls`, `objects`. It knows no schemas, defaults, admission or authorisation.
 */
export class FakeClient implements Client {
  readonly store: ObjectStore;
  readonly calls: FakeCall[] = [];
  readonly live: KubeClient;
  readonly #indexes: NonNullable<FakeClientOptions['indexes']>;
  readonly #failures: PlannedFailure[] = [];

  constructor({ objects = [], now = () => new Date('2026-11-21T12:00:00Z'), indexes = {} }: FakeClientOptions = {}) {
    this.store = new ObjectStore({ now });
    this.#indexes = indexes;
    this.put(...objects);
    this.live = fakeKubeClient({ store: this.store, record: (call) => this.record(call), write: this.#writer });
  }

  /** The next matching request is answered with this error instead, once. */
  failNext(verb: FakeVerb, error: Error, kind?: string): this {
    this.#failures.push({ verb, error, kind });
    return this;
  }

  /** Stores objects as they are, as if somebody else had written them. */
  put(...objects: readonly KubeObject[]): this {
    for (const object of objects) this.store.put(object);
    return this;
  }

  /** Takes an object away at once, finalizers or not. */
  remove(resource: Resource, key: ObjectKey): this {
    const object = this.store.find(resource, key);
    if (object) {
      const { deletionTimestamp: _deletionTimestamp, ...metadata } = object.metadata;
      this.store.put({ ...object, metadata: { ...metadata, finalizers: [] } });
      this.store.delete(resource, key);
    }
    return this;
  }

  /** All stored objects of a kind, in order of creation. */
  objects<T extends KubeObject>(resource: Resource<T>): readonly T[] {
    return this.store.list(resource) as unknown as readonly T[];
  }

  /** Calls that would change something, for "nothing is written" checks. */
  get writes(): readonly FakeCall[] {
    const reads: readonly FakeVerb[] = ['get', 'list', 'watch', 'portForward', 'raw'];
    return this.calls.filter(({ verb }) => !reads.includes(verb));
  }

  record(call: FakeCall): void {
    this.calls.push(call);
    const index = this.#failures.findIndex(({ verb, kind }) => verb === call.verb && (kind === undefined || kind === call.kind));
    const [failure] = index < 0 ? [] : this.#failures.splice(index, 1);
    if (failure) throw failure.error;
  }

  async get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): Promise<T | undefined> {
    this.#failRead('get', resource.kind);
    return this.store.find(resource, key) as T | undefined;
  }

  async list<T extends KubeObject>(resource: Resource<T>, { namespace, labels = {}, index, filter }: CacheListOptions = {}): Promise<readonly T[]> {
    this.#failRead('list', resource.kind);
    const wanted = Object.entries(labels);
    return this.objects(resource).filter((object) => {
      if (namespace !== undefined && object.metadata.namespace !== namespace) return false;
      if (!wanted.every(([key, value]) => object.metadata.labels?.[key] === value)) return false;
      if (index && !this.#indexed(resource.kind, index.name, object).includes(index.value)) return false;
      return filter?.(object) ?? true;
    });
  }

  async create<T extends KubeObject>(resource: Resource<T>, object: T, options: Parameters<Client['create']>[2] = {}): Promise<T> {
    return this.live.create(resource, object, options);
  }

  async update<T extends KubeObject>(resource: Resource<T>, object: T, options: Parameters<Client['update']>[2] = {}): Promise<T> {
    return this.live.update(resource, object, options);
  }

  async patch<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, patch: Patch, options: Parameters<Client['patch']>[3] = {}): Promise<T> {
    return this.live.patch(resource, key, patch, options);
  }

  async apply<T extends KubeObject>(resource: Resource<T>, object: Parameters<Client['apply']>[1], options: Parameters<Client['apply']>[2]): Promise<T> {
    const stored = this.store.find(resource, object.metadata);
    if (stored && !options.dryRun) {
      const next = applyFields(stored, object, options.fieldManager);
      if (sameJson(stored, next)) return stored as unknown as T;
    }
    return this.live.apply(resource, object as never, options);
  }

  async delete<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options: Parameters<Client['delete']>[2] = {}): Promise<T | undefined> {
    try {
      return await this.live.delete(resource, key, options);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  readonly #writer: StoreWriter = {
    patch: (resource, key, patch, subresource) => {
      const stored = this.store.get(resource, key);
      return this.store.replace(resource, patched(stored, patch) as KubeObject, subresource);
    },
    apply: (resource, object, manager, subresource) => {
      const stored = this.store.find(resource, object.metadata);
      if (!stored) return this.store.create(resource, applyFields({ apiVersion: object.apiVersion, kind: object.kind, metadata: { ...object.metadata } }, object, manager));
      return this.store.replace(resource, applyFields(stored, object, manager), subresource);
    },
  };

  #failRead(verb: 'get' | 'list', kind: string): void {
    const index = this.#failures.findIndex((failure) => failure.verb === verb && (failure.kind === undefined || failure.kind === kind));
    const [failure] = index < 0 ? [] : this.#failures.splice(index, 1);
    if (failure) throw failure.error;
  }

  #indexed(kind: string, name: string, object: KubeObject): readonly string[] {
    const index = this.#indexes[kind]?.[name];
    if (!index) throw new Error(`fakeClient has no index ${name} for ${kind}: declare it in { indexes: { ${kind}: { ${name}: (object) => [...] } } }`);
    return index(object as never);
  }
}

/** How writes with a body reach the store. */
export interface StoreWriter {
  patch(resource: Resource, key: ObjectKey, patch: Patch, subresource: string | undefined): UnstructuredObject;
  apply(resource: Resource, object: UnstructuredObject, manager: string, subresource: string | undefined): UnstructuredObject;
}

/** Shorthand of the constructor: `fakeClient([cluster, machine])` or `fakeClient({ objects, indexes })`. */
export function fakeClient(options: FakeClientOptions | readonly KubeObject[] = {}): FakeClient {
  return new FakeClient(Array.isArray(options) ? { objects: options as readonly KubeObject[] } : (options as FakeClientOptions));
}

function patched(stored: UnstructuredObject, { type, body }: Patch): object {
  if (type === 'json') return applyJsonPatch(stored, body);
  if (type === 'strategic' && containsList(body)) throw new Error(`fakeClient does not know how lists merge in a strategic patch of ${stored.kind} ${keyString(stored.metadata)}`);
  return applyMergePatch(stored, body) as object;
}

function containsList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.values(value).some(containsList);
}

const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null ? value : Array.isArray(value) ? value.map(sorted) : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
