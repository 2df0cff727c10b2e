import type { KubeObject, Resource } from '@clusterwright/api';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import { fakeClient, fakeLogger } from '@clusterwright/test-env';
import type { FakeClient } from '@clusterwright/test-env';
import type { Client } from '../client.ts';
import type { CacheOptions } from '../manager.ts';
import { ManualClock } from '../manual-clock.fake.ts';
import { createCachedClient } from './cached-client.ts';
import { Caches } from './caches.ts';

interface Thing extends KubeObject {
  spec?: { size?: number };
}
const things: Resource<Thing> = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const key = { namespace: 'ns', name: 'a' };
const thing = (size = 1, metadata: Partial<KubeObject['metadata']> = {}): Thing => ({ apiVersion: 'g/v1', kind: 'Thing', metadata: { ...key, ...metadata }, spec: { size } });

let stop: AbortController;
afterEach(() => stop.abort());

interface World {
  readonly client: Client;
  readonly server: FakeClient;
  readonly caches: Caches;
  /** Verbs of all requests but the watch. */
  readonly requests: () => string[];
}

async function start(objects: readonly Thing[] = [], cache?: CacheOptions<Thing>, namespace?: string): Promise<World> {
  stop = new AbortController();
  const server = fakeClient(objects);
  const caches = new Caches({ client: server.live, clock: new ManualClock(), log: fakeLogger(), signal: stop.signal, namespace });
  if (cache) caches.configure(things, cache);
  const client = createCachedClient(server.live, caches);
  await client.list(things);
  return { client, server, caches, requests: () => server.calls.filter(({ verb }) => verb !== 'watch').map(({ verb }) => verb) };
}

test('a kind is listed once; reads after that are no requests', async () => {
  const { client, server, requests } = await start([thing()]);
  expect((await client.get(things, key))?.spec).toEqual({ size: 1 });
  expect(await client.list(things, { namespace: 'ns' })).toHaveLength(1);
  expect(requests()).toEqual([]);
  expect(server.calls.map(({ verb }) => verb)).toEqual(['watch']);
});

test('own writes are read back before the watch tells of them', async () => {
  const { client } = await start();
  await client.create(things, thing(1, { name: 'b' }));
  const patched = await client.patch(things, { ...key, name: 'b' }, { type: 'merge', body: { spec: { size: 2 } } });
  expect((await client.get(things, { ...key, name: 'b' }))?.spec).toEqual({ size: 2 });
  await client.update(things, { ...patched, spec: { size: 3 } });
  expect((await client.list(things)).map(({ spec }) => spec?.size)).toEqual([3]);
});

const failures = [
  { name: 'a conflict', error: new ApiError('conflict', { status: 409, reason: 'Conflict' }) },
  { name: 'an answer that was cut off', error: new TransportError('cut off') },
];
test.each(failures)('$name leaves the cache as it was', async ({ error }) => {
  const { client, server } = await start([thing()]);
  server.failNext('patch', error);
  await expect(client.patch(things, key, { type: 'merge', body: { spec: { size: 2 } } })).rejects.toBe(error);
  expect((await client.get(things, key))?.spec).toEqual({ size: 1 });
});

describe('deleting', () => {
  test('takes the object out at once', async () => {
    const { client } = await start([thing()]);
    expect(await client.delete(things, key)).toBeUndefined();
    expect(await client.get(things, key)).toBeUndefined();
  });

  test('shows the deletion where a finalizer keeps the object', async () => {
    const { client } = await start([thing(1, { finalizers: ['f'] })]);
    const kept = await client.delete(things, key);
    expect(kept?.metadata.deletionTimestamp).toBeDefined();
    expect((await client.get(things, key))?.metadata.deletionTimestamp).toBe(kept?.metadata.deletionTimestamp);
  });

  test('what is gone already is success', async () => {
    const { client } = await start();
    expect(await client.delete(things, key)).toBeUndefined();
  });

  test('as a dry run changes nothing', async () => {
    const { client, server } = await start([thing()]);
    const dry: Client = client;
    server.failNext('delete', new ApiError('gone', { status: 404, reason: 'NotFound' }));
    await dry.delete(things, key, { dryRun: true });
    expect(await client.get(things, key)).toBeDefined();
  });
});

describe('a cache that holds a part of a kind', () => {
  test('answers a miss with a request, and a hit without', async () => {
    const { client, requests } = await start([thing(1, { labels: { mine: 'yes' } }), thing(2, { name: 'b' })], { labelSelector: 'mine' });
    expect((await client.get(things, key))?.spec?.size).toBe(1);
    expect((await client.get(things, { ...key, name: 'b' }))?.spec?.size).toBe(2);
    expect(await client.get(things, { ...key, name: 'c' })).toBeUndefined();
    expect(requests()).toEqual(['get', 'get']);
  });

  test('never answers with an own write that the watch does not follow', async () => {
    const { client, server } = await start([], { labelSelector: 'mine' });
    await client.create(things, thing(1));
    server.put(thing(7));
    expect((await client.get(things, key))?.spec?.size).toBe(7);
  });

  test('asks for objects of other namespaces', async () => {
    const { client } = await start([thing(5)], undefined, 'other');
    expect((await client.get(things, key))?.spec?.size).toBe(5);
  });
});

test('a cache of metadata sees own writes too, and the writer sees the whole object', async () => {
  const { client } = await start([], { metadataOnly: true });
  expect((await client.create(things, thing(4))).spec).toEqual({ size: 4 });
  expect(await client.get(things, key)).toMatchObject({ metadata: key });
});

describe('server-side apply', () => {
  const applied = (labels: Record<string, string>) => ({ apiVersion: 'g/v1', kind: 'Thing', metadata: { ...key, labels } });
  const apply = (client: Client, labels: Record<string, string>) => client.apply(things, applied(labels), { fieldManager: 'm' });

  test('is sent where it changes something, and only there', async () => {
    const { client, requests } = await start([thing()]);
    await apply(client, { a: '1' });
    expect((await apply(client, { a: '1' })).metadata.labels).toEqual({ a: '1' });
    expect(requests()).toEqual(['apply']);
    await apply(client, { a: '2' });
    await apply(client, {});
    expect(requests()).toEqual(['apply', 'apply', 'apply']);
  });

  test('of another object than the one meant is a conflict', async () => {
    const { client, requests } = await start([thing()]);
    await apply(client, { a: '1' });
    const older = { ...applied({ a: '1' }), metadata: { ...key, uid: 'of an older one', labels: { a: '1' } } };
    await expect(client.apply(things, older, { fieldManager: 'm' })).rejects.toMatchObject({ status: 409, reason: 'Conflict' });
    expect(requests()).toEqual(['apply']);
  });
});
