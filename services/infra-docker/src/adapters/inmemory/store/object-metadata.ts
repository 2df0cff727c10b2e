import { randomBytes, randomUUID } from 'node:crypto';
import { invalid } from './api-errors.ts';
import { isJsonObject, jsonEqual, type JsonObject } from './json-values.ts';
import type { ServedResource } from './resources.ts';
import type { StoredObject } from './stored-object.ts';

/** How much of an object a write may touch: everything (the simulation itself), all but `status`, or `status` alone. */
export type WriteScope = 'all' | 'main' | 'status';

/** The alphabet of generated names: no vowels and no look-alikes. */
const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

const metadataOf = (object: JsonObject): JsonObject => (isJsonObject(object['metadata']) ? object['metadata'] : {});

/** The object as it is stored at first: name, uid and times set by the server. */
export function initialObject(resource: ServedResource, object: JsonObject, init: { namespace: string | undefined; now: string; scope: WriteScope }): JsonObject {
  const { resourceVersion: _rv, deletionTimestamp: _dt, deletionGracePeriodSeconds: _dg, managedFields: _mf, selfLink: _sl, namespace: _ns, ...given } = metadataOf(object);
  const name = given['name'] || (typeof given['generateName'] === 'string' && given['generateName'] !== '' ? generatedName(given['generateName']) : undefined);
  const metadata: JsonObject = withoutEmptyLists({
    ...given,
    name,
    ...(init.namespace !== undefined && { namespace: init.namespace }),
    uid: randomUUID(),
    creationTimestamp: init.now,
    ...(resource.countsGenerations && { generation: 1 }),
  });
  const { status, ...rest } = object;
  // A kubelet registers its Node together with the first status; every other kind starts without.
  const keepsStatus = init.scope === 'all' || !resource.hasStatus || resource.kind === 'Node';
  return typed(resource, { ...rest, metadata, ...(keepsStatus && status !== undefined && { status }) });
}

/** The object after an update: server-owned metadata stays, and only the parts inside the scope change. */
export function updatedObject(resource: ServedResource, current: StoredObject, proposed: JsonObject, scope: WriteScope): JsonObject {
  const { metadata: own } = current;
  const { managedFields: _mf, selfLink: _sl, ...given } = metadataOf(proposed);
  checkNewFinalizers(resource, current, given);
  const metadata = withoutEmptyLists({
    ...given,
    name: own.name, namespace: own.namespace, generateName: own.generateName,
    uid: own.uid, resourceVersion: own.resourceVersion, creationTimestamp: own.creationTimestamp,
    deletionTimestamp: own.deletionTimestamp, deletionGracePeriodSeconds: own.deletionGracePeriodSeconds, generation: own.generation,
  });
  const content = contentInScope(resource, current, proposed, scope);
  if (resource.countsGenerations && !jsonEqual(content['spec'], current['spec'])) metadata['generation'] = (own.generation ?? 0) + 1;
  return typed(resource, { ...content, metadata });
}

function contentInScope(resource: ServedResource, current: StoredObject, proposed: JsonObject, scope: WriteScope): JsonObject {
  if (scope === 'all' || !resource.hasStatus) return proposed;
  const source = scope === 'main' ? proposed : current;
  const statusSource = scope === 'main' ? current : proposed;
  const { status: _status, ...rest } = source;
  return statusSource['status'] === undefined ? rest : { ...rest, status: statusSource['status'] };
}

function checkNewFinalizers(resource: ServedResource, current: StoredObject, given: JsonObject): void {
  if (current.metadata.deletionTimestamp === undefined || !Array.isArray(given['finalizers'])) return;
  const added = given['finalizers'].some((finalizer) => !current.metadata.finalizers?.includes(finalizer));
  if (added) throw invalid(resource, current.metadata.name, 'metadata.finalizers', 'Forbidden: no new finalizers can be added if the object is being deleted');
}

function typed({ version, group, kind }: ServedResource, { kind: _kind, apiVersion: _apiVersion, metadata, ...rest }: JsonObject): JsonObject {
  return { kind, apiVersion: group === '' ? version : `${group}/${version}`, metadata, ...rest };
}

/** Drops what Go would omit: empty lists and maps, and keys without a value. */
function withoutEmptyLists(metadata: JsonObject): JsonObject {
  for (const [key, value] of Object.entries(metadata)) {
    const empty = value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
    if (empty) delete metadata[key];
  }
  return metadata;
}

function generatedName(prefix: string): string {
  const suffix = Array.from(randomBytes(5), (byte) => nameAlphabet[byte % nameAlphabet.length]).join('');
  return `${prefix.slice(0, 58)}${suffix}`;
}
