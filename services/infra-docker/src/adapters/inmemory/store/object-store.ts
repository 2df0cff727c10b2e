import { ApiError } from '@clusterwright/kube-client/errors';
import type { ObjectKey } from '@clusterwright/api';
import { toKubeTime } from '../clock.ts';
import { alreadyExists, conflict, expired, invalid, notFound, staleObject, badRequest } from './api-errors.ts';
import { deepFreeze, isJsonObject, jsonEqual, type JsonObject } from './json-values.ts';
import { withDefaults } from './object-defaults.ts';
import { initialObject, updatedObject, type WriteScope } from './object-metadata.ts';
import { validateMetadata } from './object-validation.ts';
import { namespaceResource, resourceId, type ServedResource } from './resources.ts';
import type { ObjectPredicate } from './selectors.ts';
import type { StoredObject, StoreEvent } from './stored-object.ts';
import { WatchHistory } from './watch-history.ts';

/** How many past events of a kind a watch can catch up on. */
const historyLimit = 256;

export interface WriteOptions {
  readonly scope?: WriteScope;
  /** Answer as if written, and write nothing. */
  readonly dryRun?: boolean;
}

export interface DeleteOptions {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** Leave the dependents, without their reference to this object. */
  readonly orphanDependents?: boolean | undefined;
}

export interface DeleteResult {
  readonly object: StoredObject;
  /** False while finalizers keep the object. */
  readonly gone: boolean;
}

export type StoreListener = (resource: ServedResource, event: StoreEvent) => void;

interface Shelf {
  readonly resource: ServedResource;
  readonly objects: Map<string, StoredObject>;
  readonly history: WatchHistory;
}

/**
 * The objects of one simulated cluster, with an API server's rules: optimistic locking, finalizers, generations, namespaces, owner references.
 *
 * Guarantees: objects are frozen; resourceVersions only grow, across restarts too; listeners run inside the write, in order.
 * Errors: `ApiError`.
 */
export class ObjectStore {
  readonly #shelves = new Map<string, Shelf>();
  readonly #listeners = new Set<StoreListener>();
  readonly #now: () => Date;
  readonly #startedAt: number;
  #resourceVersion: number;

  constructor(now: () => Date) {
    this.#now = now;
    // Versions begin at the time in milliseconds: higher than any this cluster had before a restart, so old watches are told to relist.
    this.#startedAt = now().getTime();
    this.#resourceVersion = this.#startedAt;
  }

  /** The version of the latest write. */
  get resourceVersion(): string {
    return String(this.#resourceVersion);
  }

  get(resource: ServedResource, key: ObjectKey): StoredObject | undefined {
    return this.#shelf(resource).objects.get(shelfKey(key));
  }

  /** Errors: NotFound. */
  require(resource: ServedResource, key: ObjectKey): StoredObject {
    const object = this.get(resource, key);
    if (!object) throw notFound(resource, key.name);
    return object;
  }

  /** Objects in key order, as an API server lists them. */
  list(resource: ServedResource, namespace?: string, matches: ObjectPredicate = () => true): StoredObject[] {
    const prefix = namespace ? `${namespace}/` : '';
    const found = [...this.#shelf(resource).objects].filter(([key, object]) => key.startsWith(prefix) && matches(object));
    return found.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, object]) => object);
  }

  create(resource: ServedResource, object: JsonObject, options: WriteOptions & { namespace?: string | undefined } = {}): StoredObject {
    const now = toKubeTime(this.#now());
    const initial = initialObject(resource, object, { namespace: options.namespace, now, scope: options.scope ?? 'all' });
    const defaulted = withDefaults(resource, initial, now);
    validateMetadata(resource, defaulted);
    this.#checkNamespace(resource, options.namespace);
    // validateMetadata has seen the metadata.
    const next = defaulted as unknown as StoredObject;
    if (this.get(resource, next.metadata)) throw alreadyExists(resource, next.metadata.name);
    if (options.dryRun) return next;
    return this.#write(resource, 'ADDED', next);
  }

  /** Computes the next state from the current one. Errors: NotFound, Conflict, Invalid, and whatever `compute` throws. */
  update(resource: ServedResource, key: ObjectKey, compute: (current: StoredObject) => JsonObject, options: WriteOptions = {}): StoredObject {
    const current = this.require(resource, key);
    const proposed = compute(current);
    validateMetadata(resource, proposed);
    checkIdentity(resource, current, proposed);
    // validateMetadata has seen the metadata.
    const next = updatedObject(resource, current, withDefaults(resource, proposed, toKubeTime(this.#now())), options.scope ?? 'all') as unknown as StoredObject;
    if (jsonEqual(next, current)) return current;
    if (options.dryRun) return next;
    if (next.metadata.deletionTimestamp !== undefined && !next.metadata.finalizers) return this.#remove(resource, current, next);
    return this.#write(resource, 'MODIFIED', next, current);
  }

  /** Errors: NotFound; Conflict where a precondition does not hold. */
  delete(resource: ServedResource, key: ObjectKey, options: DeleteOptions = {}): DeleteResult {
    const current = this.require(resource, key);
    checkPreconditions(resource, current, options);
    checkDeletable(resource, key.name);
    if (options.dryRun) return { object: current, gone: !current.metadata.finalizers };
    if (options.orphanDependents) this.#orphanDependents(current.metadata.uid);
    if (resourceId(resource) === resourceId(namespaceResource)) this.#emptyNamespace(key.name);
    const kept = current.metadata.finalizers !== undefined || (resourceId(resource) === resourceId(namespaceResource) && this.#hasContent(key.name));
    if (!kept) return { object: this.#remove(resource, current, current), gone: true };
    return { object: current.metadata.deletionTimestamp === undefined ? this.#markDeleted(resource, current) : current, gone: false };
  }

  /** The events of a kind after a version. Errors: Expired where they are not remembered, or the version is not from this store. */
  eventsSince(resource: ServedResource, resourceVersion: number): readonly StoreEvent[] {
    const events = resourceVersion > this.#resourceVersion ? undefined : this.#shelf(resource).history.since(resourceVersion);
    if (!events) throw expired(`too old resource version: ${resourceVersion} (${this.#resourceVersion})`);
    return events;
  }

  /** Calls the listener after every write, until the returned function is called. */
  subscribe(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #shelf(resource: ServedResource): Shelf {
    const id = resourceId(resource);
    let shelf = this.#shelves.get(id);
    if (!shelf) {
      shelf = { resource, objects: new Map(), history: new WatchHistory(this.#startedAt, historyLimit) };
      this.#shelves.set(id, shelf);
    }
    return shelf;
  }

  #write(resource: ServedResource, type: StoreEvent['type'], next: StoredObject, previous?: StoredObject): StoredObject {
    this.#resourceVersion += 1;
    const object = deepFreeze({ ...next, metadata: { ...next.metadata, resourceVersion: String(this.#resourceVersion) } });
    const shelf = this.#shelf(resource);
    if (type === 'DELETED') shelf.objects.delete(shelfKey(object.metadata));
    else shelf.objects.set(shelfKey(object.metadata), object);
    const event: StoreEvent = { type, object, previous, resourceVersion: this.#resourceVersion };
    shelf.history.add(event);
    for (const listener of this.#listeners) listener(resource, event);
    return object;
  }

  #remove(resource: ServedResource, current: StoredObject, last: StoredObject): StoredObject {
    const removed = this.#write(resource, 'DELETED', last, current);
    this.#collectDependents(current.metadata.uid);
    this.#finishNamespace(current.metadata.namespace);
    return removed;
  }

  #markDeleted(resource: ServedResource, current: StoredObject): StoredObject {
    const metadata = { ...current.metadata, deletionTimestamp: toKubeTime(this.#now()), deletionGracePeriodSeconds: 0 };
    const terminating = resource.kind === 'Namespace' ? { status: { phase: 'Terminating' } } : undefined;
    return this.#write(resource, 'MODIFIED', { ...current, metadata, ...terminating }, current);
  }

  #checkNamespace(resource: ServedResource, namespace: string | undefined): void {
    if (!resource.namespaced) return;
    if (!namespace) throw badRequest('an empty namespace may not be set during creation');
    const holder = this.require(namespaceResource, { name: namespace });
    if (holder.metadata.deletionTimestamp === undefined) return;
    throw new ApiError(`unable to create new content in namespace ${namespace} because it is being terminated`, { status: 403, reason: 'Forbidden' });
  }

  #contentOf(namespace: string): [ServedResource, StoredObject][] {
    return [...this.#shelves.values()].flatMap(({ resource, objects }) =>
      resource.namespaced ? [...objects.values()].filter((object) => object.metadata.namespace === namespace).map((object): [ServedResource, StoredObject] => [resource, object]) : []);
  }

  #hasContent(namespace: string): boolean {
    return this.#contentOf(namespace).length > 0;
  }

  #emptyNamespace(namespace: string): void {
    for (const [resource, { metadata }] of this.#contentOf(namespace)) if (this.get(resource, metadata)) this.delete(resource, metadata);
  }

  /** A namespace that waits for its content goes with the last object in it. */
  #finishNamespace(namespace: string | undefined): void {
    const holder = namespace && this.get(namespaceResource, { name: namespace });
    if (!holder || holder.metadata.deletionTimestamp === undefined || holder.metadata.finalizers || this.#hasContent(namespace)) return;
    this.#remove(namespaceResource, holder, holder);
  }

  #dependentsOf(uid: string): [ServedResource, StoredObject][] {
    return [...this.#shelves.values()].flatMap(({ resource, objects }) =>
      [...objects.values()].filter((object) => object.metadata.ownerReferences?.some((owner) => owner.uid === uid)).map((object): [ServedResource, StoredObject] => [resource, object]));
  }

  /** Deletes what only the removed object owned. */
  #collectDependents(uid: string): void {
    for (const [resource, { metadata }] of this.#dependentsOf(uid)) {
      const owned = metadata.ownerReferences?.some((owner) => owner.uid !== uid && this.#exists(owner.uid));
      if (!owned && this.get(resource, metadata)) this.delete(resource, metadata);
    }
  }

  #orphanDependents(uid: string): void {
    for (const [resource, { metadata }] of this.#dependentsOf(uid)) {
      this.update(resource, metadata, (current) => ({ ...current, metadata: { ...current.metadata, ownerReferences: current.metadata.ownerReferences?.filter((owner) => owner.uid !== uid) } }));
    }
  }

  #exists(uid: string): boolean {
    for (const { objects } of this.#shelves.values()) for (const object of objects.values()) if (object.metadata.uid === uid) return true;
    return false;
  }
}

function shelfKey({ namespace, name }: ObjectKey): string {
  return `${namespace ?? ''}/${name}`;
}

/** An update may not turn an object into another, and must not overwrite what its author has not seen. */
function checkIdentity(resource: ServedResource, current: StoredObject, proposed: JsonObject): void {
  const metadata = isJsonObject(proposed['metadata']) ? proposed['metadata'] : {};
  const { name } = current.metadata;
  if (metadata['name'] !== name) throw invalid(resource, name, 'metadata.name', 'Invalid value: field is immutable');
  checkPreconditions(resource, current, { uid: text(metadata['uid']), resourceVersion: text(metadata['resourceVersion']) });
}

function checkPreconditions(resource: ServedResource, current: StoredObject, { uid, resourceVersion }: DeleteOptions): void {
  const { metadata } = current;
  if (uid && uid !== metadata.uid) throw conflict(resource, metadata.name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`);
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) throw staleObject(resource, metadata.name);
}

/** The namespaces that every cluster has. */
const permanentNamespaces = new Set(['default', 'kube-system', 'kube-public']);

function checkDeletable(resource: ServedResource, name: string): void {
  if (resourceId(resource) !== resourceId(namespaceResource) || !permanentNamespaces.has(name)) return;
  throw new ApiError(`namespaces "${name}" is forbidden: this namespace may not be deleted`, { status: 403, reason: 'Forbidden', details: { name, kind: 'namespaces' } });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
