import type { KubeObject } from '@clusterwright/api';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { fakeLogger } from '@clusterwright/test-env';
import type { CacheOptions } from '../manager.ts';
import { ManualClock, settled } from '../manual-clock.fake.ts';
import { Informer } from './informer.ts';
import type { StoreChange } from './object-store.ts';
import { WatchServer } from './watch-server.fake.ts';

const resource = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const thing = (version: number, metadata: Partial<KubeObject['metadata']> = {}): KubeObject => ({ apiVersion: 'g/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'ns', uid: 'u', resourceVersion: String(version), ...metadata } });
const key = { namespace: 'ns', name: 'a' };

let stop: AbortController;
afterEach(() => stop.abort());

function start(cache: CacheOptions = {}, namespace?: string) {
  stop = new AbortController();
  const [server, clock, log] = [new WatchServer(), new ManualClock(), fakeLogger()];
  // An informer only lists and watches.
  const informer = new Informer({ client: server as unknown as KubeClient, resource, clock, log, signal: stop.signal, cache, namespace });
  informer.start();
  return { informer, server, clock, log };
}

/** How a promise ended so far. */
async function stateOf(promise: Promise<void>): Promise<string> {
  return Promise.race([promise.then(() => 'ready', (error: Error) => `${error.name}: ${error.message}`), settled().then(() => 'waiting')]);
}

describe('a reader of a kind that is not filled yet', () => {
  test('waits for the first list', async () => {
    const { informer, server } = start();
    const ready = informer.ready();
    expect(await stateOf(ready)).toBe('waiting');
    server.feed.listed('5');
    expect(await stateOf(ready)).toBe('ready');
  });

  test('is not held up for long: a worker that waited for ever would be lost', async () => {
    const { informer, server, clock } = start();
    const ready = informer.ready();
    const end = stateOf(ready.catch((error: unknown) => Promise.reject(error)));
    server.feed.fail(new TransportError('connection refused'));
    ready.catch(() => undefined);
    await end;
    await clock.advance(10_000);
    expect(await stateOf(ready)).toBe('CacheNotReadyError: cache of things.g is not filled yet: connection refused');
  });

  test('is told at once that the server refuses the kind, now and at the next read', async () => {
    const { informer, server } = start();
    const ready = informer.ready();
    ready.catch(() => undefined);
    server.feed.fail(new ApiError('the server could not find the requested resource', { status: 404, reason: 'NotFound' }));
    await settled();
    const refused = 'CacheNotReadyError: cache of things.g is not filled yet: the server could not find the requested resource';
    expect(await stateOf(ready)).toBe(refused);
    expect(await stateOf(informer.ready())).toBe(refused);
  });

  test.each([
    { status: 500, reason: 'InternalError', why: 'a moment later it may serve' },
    { status: 429, reason: 'TooManyRequests', why: 'it asks for patience' },
    { status: 410, reason: 'Expired', why: 'the list begins anew' },
  ])('waits on where the server answers $status ($why)', async ({ status, reason }) => {
    const { informer, server, clock } = start();
    const ready = informer.ready();
    server.feed.fail(new ApiError('not now', { status, reason }));
    expect(await stateOf(ready)).toBe('waiting');
    await clock.advance(10_000);
    await expect(ready).rejects.toMatchObject({ isRefused: false });
  });

  test('has nothing to wait for where the kind is optional and nobody serves it, and sees its objects when somebody does', async () => {
    const { informer, server, clock, log } = start({ isOptional: true });
    const ready = informer.ready();
    server.feed.fail(new ApiError('not found', { status: 404, reason: 'NotFound' }));
    await settled();
    expect(await stateOf(ready)).toBe('ready');
    expect(informer.store.list()).toEqual([]);
    await clock.advance(500);
    server.feed.push({ type: 'ADDED', object: thing(3) }).listed('5');
    await settled();
    expect(informer.store.get(key)).toEqual(thing(3));
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('has nothing to wait for either where an optional kind is forbidden, but somebody must look at it', async () => {
    const { informer, server, log } = start({ isOptional: true });
    const ready = informer.ready();
    server.feed.fail(new ApiError('forbidden', { status: 403, reason: 'Forbidden' }));
    expect(await stateOf(ready)).toBe('ready');
    expect(log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual(['Failing to watch']);
  });

  test('waits for an optional kind too where the server merely fails', async () => {
    const { informer, server } = start({ isOptional: true });
    const ready = informer.ready();
    ready.catch(() => undefined);
    server.feed.fail(new ApiError('not now', { status: 500, reason: 'InternalError' }));
    expect(await stateOf(ready)).toBe('waiting');
  });

  test('can read when the kind is there at last', async () => {
    const { informer, server, clock } = start();
    server.feed.fail(new ApiError('not found', { status: 404, reason: 'NotFound' }));
    await clock.advance(500);
    server.feed.listed('5');
    await settled();
    expect(await stateOf(informer.ready())).toBe('ready');
    expect(await stateOf(informer.synced)).toBe('ready');
  });
});

test('listeners hear of what is there and of what comes; one that throws harms nobody', async () => {
  const { informer, server, log } = start();
  server.feed.push({ type: 'ADDED', object: thing(3) }).listed('5');
  await settled();
  const heard: (string | undefined)[] = [];
  informer.addListener(({ previous }) => {
    if (previous) throw new Error('defect');
  });
  informer.addListener(({ next }: StoreChange<KubeObject>) => void heard.push(next?.metadata.resourceVersion));
  server.feed.push({ type: 'MODIFIED', object: thing(6) }, { type: 'DELETED', object: thing(7) });
  await settled();
  expect(heard).toEqual(['3', '6', undefined]);
  expect(log.lines.map(({ message }) => message)).toEqual(['Failing to pass on a change', 'Failing to pass on a change']);
});

describe('an own write', () => {
  test('is seen at once, and told like a change', () => {
    const { informer } = start();
    const heard: unknown[] = [];
    informer.addListener((change) => void heard.push(change));
    informer.remember(thing(9));
    expect(informer.store.get(key)).toEqual(thing(9));
    expect(heard).toEqual([{ next: thing(9), previous: undefined }]);
  });

  const ended = { deletionTimestamp: '2026-11-21T12:00:00Z' };
  const cases = [
    { name: 'that takes the last finalizer of a deleted object', why: 'it is gone though the answer shows it', metadata: ended, want: undefined },
    { name: 'to a deleted object with another finalizer', why: 'it stays', metadata: { ...ended, finalizers: ['f'] }, want: '9' },
    { name: 'to a Pod that terminates', why: 'it stays for its grace period', metadata: { ...ended, deletionGracePeriodSeconds: 30 }, want: '9' },
  ];
  test.each(cases)('$name leaves version $want ($why)', ({ metadata, want }) => {
    const { informer } = start();
    informer.remember(thing(8));
    informer.remember(thing(9, metadata));
    expect(informer.store.get(key)?.metadata.resourceVersion).toBe(want);
  });

  test('of an object the watch does not select is not kept: nobody would update it', () => {
    const { informer } = start({ labelSelector: 'a' });
    informer.remember(thing(9));
    expect(informer.store.get(key)).toBeUndefined();
  });

  test('that takes the selected label away takes the object out, and one that puts it back brings it back', () => {
    const { informer } = start({ labelSelector: 'a' });
    informer.remember(thing(8, { labels: { a: '' } }));
    informer.remember(thing(9));
    expect(informer.store.get(key)).toBeUndefined();
    informer.remember(thing(10, { labels: { a: '' } }));
    expect(informer.store.get(key)?.metadata.resourceVersion).toBe('10');
  });

  test('in another namespace than the one that is watched is not kept', () => {
    const { informer } = start({}, 'other');
    informer.remember(thing(9));
    expect(informer.store.size).toBe(0);
  });

  test('is kept as metadata where only that is cached', () => {
    const { informer } = start({ metadataOnly: true });
    informer.remember({ ...thing(9), data: { secret: 'x' } } as KubeObject);
    expect(informer.store.get(key)).toEqual(thing(9));
  });
});

test('an index or a transform that fails for one object does not keep the kind from being read', async () => {
  const { informer, server, log } = start({
    transform: (object) => ((object.metadata.labels as { a: string }).a, object),
    indexes: { strange: ({ metadata }) => [(metadata.annotations as { b: string }).b] },
  });
  server.feed.push({ type: 'ADDED', object: thing(3) }, { type: 'ADDED', object: thing(4, { name: 'b', uid: 'v', labels: { a: '1' }, annotations: { b: '2' } }) }).listed('5');
  await settled();
  expect(informer.store.list()).toHaveLength(2);
  expect(informer.store.list({ index: { name: 'strange', value: '2' } })).toHaveLength(1);
  expect(log.lines.map(({ message, keys }) => `${message} ${String(keys['Thing'])}`)).toEqual(['Failing to transform an object for the cache ns/a', 'Failing to index an object for the cache ns/a']);
});
