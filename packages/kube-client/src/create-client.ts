import { apiVersionOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { ApplyOptions, DeleteOptions, KubeClient, ListOptions, ListResult, Patch, RequestOptions, WatchEvent, WatchOptions, WriteOptions } from './client.ts';
import type { ConnectionConfig } from './connection.ts';
import { toError } from '@clusterwright/api/errors';
import { ApiError, TransportError } from './errors.ts';
import { openPortForward } from './port-forward.ts';
import { collectionPath, deleteBody, listQuery, objectPath, watchQuery, writeQuery } from './resource-path.ts';
import { Transport } from './transport.ts';
import type { HttpRequest } from './transport.ts';
import { decodeWatchLine } from './watch-decoder.ts';
import { splitFrames } from './watch-frames.ts';

const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const metadataObject = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const patchTypes = { merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json', json: 'application/json-patch+json' } as const;

/** A client of one API server over one shared HTTP/2 connection pool. Connects with the first request. */
export function createKubeClient(config: ConnectionConfig): KubeClient {
  const transport = new Transport(config);
  const fieldManager = config.fieldManager ?? 'manager';

  const send = async <R>(outgoing: HttpRequest): Promise<R> => parseBody((await transport.send(outgoing)).text, outgoing) as R;

  return {
    get: (resource, key, { signal } = {}) => send({ method: 'GET', path: objectPath(resource, key), signal }),

    async list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): Promise<ListResult<T>> {
      const path = collectionPath(resource, options.namespace) + listQuery(options);
      const outgoing = { method: 'GET', path, signal: options.signal, accept: options.metadataOnly ? metadataList : undefined };
      const { items, metadata } = await send<ListBody<T>>(outgoing);
      if (!metadata?.resourceVersion) throw new TransportError(`GET ${path.split('?')[0]}: answer is no list`);
      // Items of a list carry no apiVersion and kind on the wire.
      const typed = (items ?? []).map((item) => ({ ...item, apiVersion: apiVersionOf(resource), kind: resource.kind }));
      return { items: typed, resourceVersion: metadata.resourceVersion, continue: metadata.continue || undefined };
    },

    watch: (resource, options = {}) => watch(transport, resource, options),

    create: (resource, object, options = {}) =>
      send({ method: 'POST', path: collectionPath(resource, object.metadata.namespace) + writeQuery(options, fieldManager), body: JSON.stringify(object), signal: options.signal }),

    update: (resource, object, options = {}) =>
      send({ method: 'PUT', path: objectPath(resource, object.metadata, options.subresource) + writeQuery(options, fieldManager), body: JSON.stringify(object), signal: options.signal }),

    patch<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, patch: Patch, options: WriteOptions = {}): Promise<T> {
      const path = objectPath(resource, key, options.subresource) + writeQuery(options, fieldManager);
      return send({ method: 'PATCH', path, body: JSON.stringify(patch.body), contentType: patchTypes[patch.type], signal: options.signal });
    },

    apply(resource, object, options: ApplyOptions) {
      const path = objectPath(resource, object.metadata, options.subresource) + writeQuery({ ...options, force: options.force ?? true }, fieldManager);
      return send({ method: 'PATCH', path, body: JSON.stringify(object), contentType: 'application/apply-patch+yaml', signal: options.signal });
    },

    async delete<T extends KubeObject>(resource: Resource<T>, key: ObjectKey, options: DeleteOptions = {}): Promise<T | undefined> {
      const answer = await send<T>({ method: 'DELETE', path: objectPath(resource, key), body: deleteBody(options), signal: options.signal });
      return answer.kind === 'Status' ? undefined : answer;
    },

    async deleteCollection(resource, options = {}) {
      await send({ method: 'DELETE', path: collectionPath(resource, options.namespace) + listQuery(options), body: deleteBody(options), signal: options.signal });
    },

    createSubresource: (resource, { subresource, ...key }, body, { signal } = {}) => send({ method: 'POST', path: objectPath(resource, key, subresource), body: JSON.stringify(body), signal }),

    async raw(method: string, path: string, options: RequestOptions & { body?: unknown; accept?: string } = {}) {
      const body = options.body === undefined ? undefined : JSON.stringify(options.body);
      const { status, text } = await transport.exchange({ method, path, body, accept: options.accept, signal: options.signal });
      return { status, body: text };
    },

    portForward: (pod, port, { signal } = {}) => openPortForward(transport, pod, port, signal),
    close: () => transport.close(),
  };
}

interface ListBody<T> {
  readonly items?: readonly T[] | null;
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
}

function parseBody(text: string, { method, path }: HttpRequest): object {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body;
  } catch (error) {
    throw notJson(method, path, error);
  }
  throw notJson(method, path, undefined);
}

/** The server accepted the request, so a write may have happened: the caller must look before it writes again. */
function notJson(method: string, path: string, cause: unknown): TransportError {
  return new TransportError(`${method} ${path.split('?')[0]}: answer was cut off or is no JSON object`, { cause });
}

const acceptOf = ({ metadataOnly }: WatchOptions): string | undefined => (metadataOnly ? metadataObject : undefined);

/** Metadata alone does not say of what kind it is. */
function nameKind(object: KubeObject, resource: Resource): void {
  Object.assign(object, { apiVersion: apiVersionOf(resource), kind: resource.kind });
}

async function* watch<T extends KubeObject>(transport: Transport, resource: Resource<T>, options: WatchOptions): AsyncGenerator<WatchEvent<T>> {
  const path = collectionPath(resource, options.namespace) + watchQuery(options);
  const stream = await transport.open({ method: 'GET', path, signal: options.signal, accept: acceptOf(options) });
  // The stream may break while nobody reads it; the reader is told by its next read.
  stream.on('error', () => undefined);
  options.onOpen?.();
  try {
    for await (const frame of splitFrames(stream)) {
      const line = frame.toString('utf8').trim();
      if (line === '') continue;
      const event = decodeWatchLine<T>(line);
      if (event.type !== 'BOOKMARK' && options.metadataOnly) nameKind(event.object, resource);
      yield event;
    }
  } catch (error) {
    if (ApiError.is(error)) throw error;
    if (options.signal?.aborted) return;
    throw new TransportError(`watch of ${resource.plural} broke: ${toError(error).message}`, { cause: error });
  } finally {
    stream.destroy();
  }
}
