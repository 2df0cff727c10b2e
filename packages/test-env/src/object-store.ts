import { apiVersionOf, groupOf, keyString } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource, UnstructuredObject } from '@clusterwright/api';
import type { DeleteOptions, Status } from '@clusterwright/kube-client';
import { ApiError } from '@clusterwright/kube-client';

export type StoreEvent = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: UnstructuredObject };
type ResourceName = Pick<Resource, 'group' | 'kind'> & { readonly plural?: string };

export interface ObjectStoreOptions {
  readonly now: () => Date;
}

interface Answer {
  readonly status: number;
  readonly reason: string;
}

export const notFound: Answer = { status: 404, reason: 'NotFound' };
const alreadyExists: Answer = { status: 409, reason: 'AlreadyExists' };
const conflict: Answer = { status: 409, reason: 'Conflict' };

/** Refusals in the words of an API server. */
export function refusal({ status, reason }: Answer, resource: ResourceName, key: ObjectKey, detail = ''): ApiError {
  const details: Status['details'] = { name: key.name, group: resource.group, kind: resource.plural ?? resource.kind };
  return new ApiError(`${resource.plural ?? resource.kind}${resource.group ? `.${resource.group}` : ''} "${key.name}" ${detail}`, { status, reason, details });
}

/**
 * What an API server does to objects it stores, without schemas: uids, resourceVersions, generations, conflicts, finalizers, the status subresource.
 * Objects that come out are deep-frozen, so that a test fails where a cached object is mutated.
 */
export class ObjectStore {
  readonly #objects = new Map<string, UnstructuredObject>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #now: () => Date;
  #revision = 0;
  #names = 0;

  constructor({ now }: ObjectStoreOptions) {
    this.#now = now;
  }

  get revision(): string {
    return String(this.#revision);
  }

  onChange(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  find(resource: ResourceName, key: ObjectKey): UnstructuredObject | undefined {
    return this.#objects.get(idOf(resource, key));
  }

  get(resource: ResourceName, key: ObjectKey): UnstructuredObject {
    const found = this.find(resource, key);
    if (!found) throw refusal(notFound, resource, key, 'not found');
    return found;
  }

  list(resource: ResourceName): UnstructuredObject[] {
    const prefix = `${resource.group}/${resource.kind}/`;
    return [...this.#objects.entries()].filter(([id]) => id.startsWith(prefix)).map(([, object]) => object);
  }

  all(): UnstructuredObject[] {
    return [...this.#objects.values()];
  }

  /** Stores an object as given, whatever was there: the way tests set the scene. Missing uid, resourceVersion and creationTimestamp are filled in. */
  put(object: KubeObject): UnstructuredObject {
    const id = idOf({ group: groupOf(object.apiVersion), kind: object.kind }, object.metadata);
    const known = this.#objects.get(id);
    const uid = object.metadata.uid ?? known?.metadata.uid ?? uidOf(object);
    const created = object.metadata.creationTimestamp ?? known?.metadata.creationTimestamp ?? this.#timestamp();
    return this.#save(id, { ...object, metadata: { ...object.metadata, uid, generation: object.metadata.generation ?? 1, creationTimestamp: created } }, known);
  }

  create(resource: Resource, object: KubeObject): UnstructuredObject {
    const name = object.metadata.name || `${object.metadata.generateName ?? ''}${String((this.#names += 1)).padStart(5, '0')}`;
    const key = { namespace: object.metadata.namespace, name };
    const id = idOf(resource, key);
    if (this.#objects.has(id)) throw refusal(alreadyExists, resource, key, 'already exists');
    const { status: _dropped, ...rest } = object as UnstructuredObject;
    const kept = hasStatusSubresource(resource) ? rest : (object as UnstructuredObject);
    const metadata = { ...object.metadata, name, uid: uidOf({ ...object, metadata: { ...object.metadata, name } }, this.#revision), generation: 1, creationTimestamp: this.#timestamp() };
    return this.#save(id, { ...(kept as UnstructuredObject), apiVersion: apiVersionOf(resource), kind: resource.kind, metadata }, undefined);
  }

  /** Replaces what the endpoint may change: status alone on `status`, everything else without it. */
  replace(resource: Resource, next: KubeObject, subresource?: string): UnstructuredObject {
    const stored = this.get(resource, next.metadata);
    const wanted = next.metadata.resourceVersion;
    if (wanted && wanted !== stored.metadata.resourceVersion) {
      throw refusal(conflict, resource, next.metadata, 'the object has been modified; please apply your changes to the latest version and try again');
    }
    const merged = mergeEndpoint(resource, stored, next as UnstructuredObject, subresource);
    if (sameContent(stored, merged)) return stored;
    const specChanged = !sameContent(withoutStatusAndMetadata(stored), withoutStatusAndMetadata(merged));
    const { uid, creationTimestamp, deletionTimestamp, generation = 1 } = stored.metadata;
    const metadata = { ...merged.metadata, uid, creationTimestamp, ...(deletionTimestamp ? { deletionTimestamp } : {}), generation: specChanged ? generation + 1 : generation };
    return this.#saveOrDrop(idOf(resource, next.metadata), { ...merged, metadata }, stored);
  }

  /** Returns the object where finalizers keep it, undefined where it is gone. */
  delete(resource: Resource, key: ObjectKey, options: DeleteOptions = {}): UnstructuredObject | undefined {
    const stored = this.get(resource, key);
    if (options.uid && options.uid !== stored.metadata.uid) throw refusal(conflict, resource, key, 'the UID in the precondition does not match');
    if (options.resourceVersion && options.resourceVersion !== stored.metadata.resourceVersion) throw refusal(conflict, resource, key, 'the resourceVersion in the precondition does not match');
    if (stored.metadata.deletionTimestamp) return stored;
    const metadata = { ...stored.metadata, deletionTimestamp: this.#timestamp(), generation: (stored.metadata.generation ?? 1) + 1 };
    const kept = this.#saveOrDrop(idOf(resource, key), { ...stored, metadata }, stored);
    return this.find(resource, key) ? kept : undefined;
  }

  #saveOrDrop(id: string, object: UnstructuredObject, stored: UnstructuredObject): UnstructuredObject {
    if (!object.metadata.deletionTimestamp || (object.metadata.finalizers ?? []).length > 0) return this.#save(id, object, stored);
    this.#revision += 1;
    this.#objects.delete(id);
    const gone = deepFreeze(structuredClone(object));
    this.#emit({ type: 'DELETED', object: gone });
    return gone;
  }

  #save(id: string, object: KubeObject, previous: UnstructuredObject | undefined): UnstructuredObject {
    this.#revision += 1;
    // Not structuredClone: under Jest its results have foreign prototypes, and strict comparisons of the driver would always see a difference.
    const clone = JSON.parse(JSON.stringify(object)) as UnstructuredObject;
    const saved = deepFreeze({ ...clone, metadata: { ...clone.metadata, resourceVersion: String(this.#revision) } });
    this.#objects.set(id, saved);
    this.#emit({ type: previous ? 'MODIFIED' : 'ADDED', object: saved });
    return saved;
  }

  #emit(event: StoreEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #timestamp(): string {
    return this.#now().toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

const idOf = ({ group, kind }: ResourceName, key: ObjectKey): string => `${group}/${kind}/${keyString(key)}`;
const hasStatusSubresource = ({ group, kind }: ResourceName): boolean => group !== '' || ['Pod', 'Node', 'Namespace', 'Service'].includes(kind);

function uidOf({ kind, metadata: { name } }: KubeObject, revision?: number): string {
  return revision === undefined ? `uid-${kind}-${name}` : `uid-${kind}-${name}-${String(revision)}`;
}

function mergeEndpoint(resource: Resource, stored: UnstructuredObject, next: UnstructuredObject, subresource: string | undefined): UnstructuredObject {
  if (!hasStatusSubresource(resource)) return next;
  const { status: storedStatus, ...storedRest } = stored;
  const { status: nextStatus, ...nextRest } = next;
  if (subresource === 'status') return withStatus({ ...storedRest, metadata: { ...stored.metadata, managedFields: next.metadata.managedFields } }, nextStatus);
  return withStatus(nextRest, storedStatus);
}

const withStatus = (object: UnstructuredObject, status: Record<string, unknown> | undefined): UnstructuredObject => (status === undefined ? object : { ...object, status });

function withoutStatusAndMetadata({ status: _status, metadata: _metadata, ...rest }: UnstructuredObject): object {
  return rest;
}

function sameContent(a: object, b: object): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (key, item: unknown) => {
    if (key === 'resourceVersion') return undefined;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
}

/** Freezes a value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
