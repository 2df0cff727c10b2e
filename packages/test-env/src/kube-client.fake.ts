import { keyString } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource, UnstructuredObject } from '@clusterwright/api';
import type { KubeClient, ListOptions, WatchEvent, WatchOptions } from '@clusterwright/kube-client';
import type { FakeCall, StoreWriter } from './client.fake.ts';
import { notFound, refusal } from './object-store.ts';
import type { ObjectStore, StoreEvent } from './object-store.ts';

export interface FakeKubeClientParts {
  readonly store: ObjectStore;
  /** Remembers the request, and throws where a failure was asked for. */
  readonly record: (call: FakeCall) => void;
  readonly write: StoreWriter;
}

/** What tests put in is what comes out: the store itself knows no types. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function asStored<T extends KubeObject>(object: UnstructuredObject): T {
  return object as unknown as T;
}

/** Takes `undefined` out, as sending JSON does. */
const asSent = <T>(object: T): T => JSON.parse(JSON.stringify(object)) as T;

/** The uncached side of a fake client: the same store, with the errors an API server would send. Streams and raw paths have to be given by the test. */
export function fakeKubeClient({ store, record, write }: FakeKubeClientParts): KubeClient {
  const recorded = (verb: FakeCall['verb'], resource: Resource, key: ObjectKey, rest: Partial<FakeCall> = {}): void => record({ verb, kind: resource.kind, key: keyString(key), ...rest });

  const client: KubeClient = {
    async get(resource, key, options) {
      recorded('get', resource, key, { options });
      return asStored(store.get(resource, key));
    },
    async list(resource, options = {}) {
      recorded('list', resource, { namespace: options.namespace, name: '' }, { options });
      return { items: store.list(resource).filter(selects(options)).map((object) => asStored(object)), resourceVersion: store.revision };
    },
    watch<T extends KubeObject>(resource: Resource<T>, options: WatchOptions = {}) {
      recorded('watch', resource, { namespace: options.namespace, name: '' }, { options });
      return watchStore(store, resource, options) as AsyncIterable<WatchEvent<T>>;
    },
    async create(resource, object, options = {}) {
      const { metadata } = object;
      recorded('create', resource, { namespace: metadata.namespace, name: metadata.name || (metadata.generateName ?? '') }, { body: object, options });
      if (options.dryRun) return object;
      return asStored(store.create(resource, asSent(object)));
    },
    async update(resource, object, options = {}) {
      recorded('update', resource, object.metadata, { body: object, options, subresource: options.subresource });
      return asStored(store.replace(resource, asSent(object), options.subresource));
    },
    async patch(resource, key, patch, options = {}) {
      recorded('patch', resource, key, { body: patch.body, options, subresource: options.subresource });
      return asStored(write.patch(resource, key, asSent(patch), options.subresource));
    },
    async apply(resource, object, options) {
      recorded('apply', resource, object.metadata, { body: object, options, subresource: options.subresource });
      return asStored(write.apply(resource, asSent(object) as unknown as UnstructuredObject, options.fieldManager, options.subresource));
    },
    async delete(resource, key, options = {}) {
      recorded('delete', resource, key, { options });
      const kept = store.delete(resource, key, options);
      return kept && asStored(kept);
    },
    async deleteCollection(resource, options = {}) {
      recorded('deleteCollection', resource, { namespace: options.namespace, name: '' }, { options });
      for (const { metadata } of store.list(resource).filter(selects(options))) store.delete(resource, metadata);
    },
    async createSubresource(resource: Resource, { subresource, ...key }: ObjectKey & { readonly subresource: string }, body: object) {
      recorded('createSubresource', resource, key, { body, subresource });
      store.get(resource, key);
      if (subresource === 'eviction') store.delete(resource, key);
      return {};
    },
    async raw(method, path) {
      record({ verb: 'raw', kind: '', key: `${method} ${path}` });
      throw refusal(notFound, { group: '', kind: 'path' }, { name: path }, 'the fake serves no raw paths');
    },
    async portForward(pod, port) {
      record({ verb: 'portForward', kind: 'Pod', key: `${keyString(pod)}:${String(port)}` });
      throw refusal(notFound, { group: '', kind: 'Pod' }, pod, 'the fake forwards no ports');
    },
    async close() {},
  };
  return client;
}

function selects({ namespace, labelSelector, fieldSelector }: ListOptions): (object: UnstructuredObject) => boolean {
  const labels = parseSelector(labelSelector);
  const fields = parseSelector(fieldSelector);
  return ({ metadata, spec }) =>
    (namespace === undefined || metadata.namespace === namespace) &&
    labels.every(({ key, value }) => (value === undefined ? key in (metadata.labels ?? {}) : metadata.labels?.[key] === value)) &&
    fields.every(({ key, value }) => fieldOf({ metadata, spec }, key) === value);
}

/** `a=b,c`: equality and existence; other forms are refused loudly. */
function parseSelector(selector: string | undefined): { key: string; value: string | undefined }[] {
  if (!selector) return [];
  if (/[!()]/.test(selector)) throw new Error(`the fake reads selectors of the form a=b,c only: ${selector}`);
  return selector.split(',').map((part) => {
    const [key = '', value] = part.split(/==?/);
    return { key: key.trim(), value: value?.trim() };
  });
}

const fieldOf = (object: object, path: string): unknown => path.split('.').reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], object);

async function* watchStore(store: ObjectStore, resource: Resource, options: WatchOptions): AsyncGenerator<WatchEvent<UnstructuredObject>> {
  const pending: StoreEvent[] = [];
  let wake: () => void = () => {};
  const matches = selects(options);
  const stop = store.onChange((event) => {
    if (event.object.kind !== resource.kind || !matches(event.object)) return;
    pending.push(event);
    wake();
  });
  const { signal } = options;
  signal?.addEventListener('abort', () => wake(), { once: true });
  try {
    const known = store.list(resource).filter(matches);
    options.onOpen?.();
    if (options.sendInitialEvents || !options.resourceVersion) for (const object of known) yield { type: 'ADDED', object };
    if (options.sendInitialEvents) yield { type: 'BOOKMARK', resourceVersion: store.revision, initialEventsEnd: true };
    const ended = (): boolean => signal?.aborted ?? false;
    while (!ended()) {
      const event = pending.shift();
      if (event) yield event;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stop();
  }
}
