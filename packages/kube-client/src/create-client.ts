import { apiVersionOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { ApplyOptions, DeleteOptions, KubeClient, ListOptions, ListResult, Patch, RequestOptions, WatchEvent, WatchOptions, WriteOptions } from './client.ts';
import type { ConnectionConfig } from './connection.ts';
import { ApiError, TransportError } from './errors.ts';
import { openPortForward } from './port-forward.ts';
import { collectionPath, deleteBody, listQuery, objectPath, watchQuery, writeQuery } from './resource-path.ts';
import { Transport } from './transport.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';
import { decodeWatchLine, splitLines } from './watch-decoder.ts';

const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const metadataObject = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const patchTypes = { merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json', json: 'application/json-patch+json' } as const;

/** A client of one API server over one shared HTTP/2 connection pool. Connects with the first request. */
export function createKubeClient(config: ConnectionConfig): KubeClient {
  const transport = new Transport(config);
  const fieldManager = config.fieldManager ?? 'manager';

  const send = async <R>(outgoing: HttpRequest): Promise<R> => parseBody<R>(await transport.send(outgoing), outgoing);

  return {
    get: (resource, key, { signal } = {}) => send({ method: 'GET', path: objectPath(resource, key), signal }),

    async list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): Promise<ListResult<T>> {
      const path = collectionPath(resource, options.namespace) + listQuery(options);
      const body = await send<{ items: T[] | null; metadata: { resourceVersion: string; continue?: string } }>({ method: 'GET', path, signal: options.signal, accept: options.metadataOnly ? metadataList : undefined });
      // Items of a list carry no apiVersion and kind on the wire.
      const items = (body.items ?? []).map((item) => ({ ...item, apiVersion: apiVersionOf(resource), kind: resource.kind }));
      return { items, resourceVersion: body.metadata.resourceVersion, continue: body.metadata.continue || undefined };
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

    createSubresource: (resource, key, subresource, body, { signal } = {}) => send({ method: 'POST', path: objectPath(resource, key, subresource), body: JSON.stringify(body), signal }),

    async raw(method: string, path: string, options: RequestOptions & { body?: unknown; accept?: string } = {}) {
      const body = options.body === undefined ? undefined : JSON.stringify(options.body);
      try {
        const response = await transport.send({ method, path, body, accept: options.accept, signal: options.signal });
        return { status: response.status, body: await response.body.text() };
      } catch (error) {
        if (ApiError.is(error)) return { status: error.status, body: error.message };
        throw error;
      }
    },

    portForward: (pod, port, { signal } = {}) => openPortForward(transport, pod, port, signal),
    close: () => transport.close(),
  };
}

async function parseBody<R>(response: HttpResponse, { method, path }: HttpRequest): Promise<R> {
  let text: string;
  try {
    text = await response.body.text();
    return JSON.parse(text) as R;
  } catch (error) {
    // The server accepted the request, so a write may have happened: the caller must look before it writes again.
    throw new TransportError(`${method} ${path.split('?')[0]}: answer was cut off or is no JSON`, { cause: error });
  }
}

async function* watch<T extends KubeObject>(transport: Transport, resource: Resource<T>, options: WatchOptions): AsyncGenerator<WatchEvent<T>> {
  const path = collectionPath(resource, options.namespace) + watchQuery(options);
  const response = await transport.send({ method: 'GET', path, stream: true, signal: options.signal, accept: options.metadataOnly ? metadataObject : undefined });
  options.onOpen?.();
  try {
    for await (const line of splitLines(response.body)) {
      if (line.length === 0) continue;
      const event = decodeWatchLine<T>(line.toString('utf8'));
      if (options.metadataOnly && event.type !== 'BOOKMARK') Object.assign(event.object, { apiVersion: apiVersionOf(resource), kind: resource.kind });
      yield event;
    }
  } catch (error) {
    if (ApiError.is(error)) throw error;
    if (options.signal?.aborted) return;
    throw new TransportError(`watch of ${resource.plural} broke`, { cause: error });
  } finally {
    response.body.destroy();
  }
}
