import type { KubeObject } from '@clusterwright/api';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import { fakeLogger } from '@clusterwright/test-env';
import { ManualClock, settled } from '../manual-clock.fake.ts';
import { ObjectStore } from './object-store.ts';
import type { StoreChange } from './object-store.ts';
import { runReflector } from './reflector.ts';
import { WatchFeed, WatchServer } from './watch-server.fake.ts';

const resource = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const thing = (name: string, resourceVersion: number): KubeObject => ({ apiVersion: 'g/v1', kind: 'Thing', metadata: { name, namespace: 'ns', uid: name, resourceVersion: String(resourceVersion) } });
const added = (name: string, version: number) => ({ type: 'ADDED', object: thing(name, version) }) as const;
const modified = (name: string, version: number) => ({ type: 'MODIFIED', object: thing(name, version) }) as const;
const deleted = (name: string, version: number) => ({ type: 'DELETED', object: thing(name, version) }) as const;
const tooOld = new ApiError('too old resource version', { status: 410, reason: 'Expired' });
const noStreaming = new ApiError('sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled', { status: 422, reason: 'Invalid' });
const broken = new TransportError('watch of things broke: other side closed');

let stop: AbortController;
let ended: Promise<void>;
const start = (server = new WatchServer()) => {
  const clock = new ManualClock();
  const log = fakeLogger();
  const store = new ObjectStore<KubeObject>();
  const changes: StoreChange<KubeObject>[] = [];
  const seen = { synced: 0, failures: [] as string[] };
  stop = new AbortController();
  const onChange = (change: StoreChange<KubeObject>): void => void changes.push(change);
  const onSynced = (): void => void (seen.synced += 1);
  const onFailure = (error: Error): void => void seen.failures.push(error.message);
  const measured = { versions: [] as string[], seconds: [] as number[] };
  const metrics = { processed: (seconds: number) => void measured.seconds.push(seconds), reached: (version: string) => void measured.versions.push(version) };
  ended = runReflector({ client: server, resource, store, clock, log, signal: stop.signal, metrics, onChange, onSynced, onFailure });
  const names = (): string[] => store.list().map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`).toSorted();
  return { server, clock, log, store, changes, seen, names, measured };
};

afterEach(async () => {
  stop.abort();
  await ended;
});

test('lists by a streaming watch, is synced at its end, and goes on with the same request', async () => {
  const { server, seen, names } = start();
  server.feed.push(added('a', 3), added('b', 4));
  await settled();
  expect(seen.synced).toBe(0);
  server.feed.listed('5').push(modified('a', 6), deleted('b', 7), added('c', 8));
  await settled();
  expect(seen.synced).toBe(1);
  expect(names()).toEqual(['a@6', 'c@8']);
  expect(server.requests).toEqual(['stream']);
  expect(server.watches[0]).toMatchObject({ sendInitialEvents: true, allowWatchBookmarks: true, timeoutSeconds: 450 });
});

test('measures each change, and the version up to which the store is complete', async () => {
  const { server, measured } = start();
  server.feed.push(added('a', 3), added('b', 4));
  await settled();
  expect(measured.versions).toEqual([]);
  server.feed.listed('5').push(modified('a', 6)).bookmark('9');
  await settled();
  expect(measured).toEqual({ versions: ['5', '6', '9'], seconds: [0, 0, 0] });
});

test('resumes at once where the server ends a watch in order, at the last version it has seen', async () => {
  const { server, clock } = start();
  server.feed.listed('5').push(added('a', 6)).bookmark('9');
  await clock.advance(60_000);
  server.feed.end();
  await settled();
  expect(server.requests).toEqual(['stream', 'watch 9']);
});

test('resumes after a pause where a watch breaks, without listing', async () => {
  const { server, clock, names } = start();
  server.feed.listed('5').push(added('a', 6));
  await clock.advance(60_000);
  server.feed.fail(broken);
  await clock.advance(499);
  expect(server.requests).toEqual(['stream']);
  await clock.advance(1);
  expect(server.requests).toEqual(['stream', 'watch 6']);
  server.feed.push(modified('a', 7));
  await settled();
  expect(names()).toEqual(['a@7']);
});

test('a list that breaks off is begun anew: half of it says nothing about what is gone', async () => {
  const { server, clock, seen, names } = start();
  server.feed.push(added('a', 3)).fail(broken);
  await clock.advance(500);
  expect(server.requests).toEqual(['stream', 'stream']);
  expect(seen.synced).toBe(0);
  server.feed.push(added('b', 4)).listed('5');
  await settled();
  expect(names()).toEqual(['b@4']);
});

describe('when the version is too old', () => {
  test('it lists again, drops what is gone, and keeps what this process wrote meanwhile', async () => {
    const { server, clock, store, changes, names } = start();
    server.feed.push(added('a', 3), added('b', 4)).listed('5').fail(tooOld);
    await clock.advance(500);
    store.upsert(thing('own', 30));
    server.feed.push(added('a', 3)).listed('20');
    await settled();
    expect(server.requests).toEqual(['stream', 'stream']);
    expect(names()).toEqual(['a@3', 'own@30']);
    expect(changes.at(-1)).toEqual({ next: undefined, previous: thing('b', 4) });
  });

  test('again and again, the lists come ever more slowly', async () => {
    const server = new WatchServer().plan(...Array.from({ length: 50 }, () => new WatchFeed().listed('5').fail(tooOld)));
    const { clock } = start(server);
    await clock.advance(60_000);
    // 0.5 + 1 + 2 + 4 + 8 s, then every 10 s.
    expect(server.requests).toHaveLength(10);
  });
});

describe('an API server that does not stream lists', () => {
  const page = (items: KubeObject[], resourceVersion: string, next?: string) => ({ items, resourceVersion, continue: next });

  test('is asked for pages, and then watched from their version', async () => {
    const server = new WatchServer().plan(new WatchFeed().fail(noStreaming)).answerList(page([thing('a', 3)], '9', 'more'), page([thing('b', 4)], '9'));
    const { seen, names } = start(server);
    await settled();
    expect(server.requests).toEqual(['stream', 'list', 'list', 'watch 9']);
    expect(server.pages.map(({ limit, continue: token }) => ({ limit, token }))).toEqual([{ limit: 500, token: undefined }, { limit: 500, token: 'more' }]);
    expect([seen.synced, seen.failures.length]).toEqual([1, 0]);
    expect(names()).toEqual(['a@3', 'b@4']);
  });

  test('is not asked to stream a second time', async () => {
    const server = new WatchServer().plan(new WatchFeed().fail(noStreaming), new WatchFeed().fail(tooOld)).answerList(page([], '9'), page([], '19'));
    const { clock } = start(server);
    await clock.advance(500);
    expect(server.requests).toEqual(['stream', 'list', 'watch 9', 'list', 'watch 19']);
  });

  test('whose pages run out is asked for everything in one', async () => {
    const server = new WatchServer().plan(new WatchFeed().fail(noStreaming)).answerList(page([thing('a', 3)], '9', 'more'), tooOld, page([thing('a', 3), thing('b', 4)], '12'));
    const { clock, names } = start(server);
    await clock.advance(500);
    expect(server.pages.at(-1)).toMatchObject({ limit: undefined, continue: undefined });
    expect(names()).toEqual(['a@3', 'b@4']);
    expect(server.requests.at(-1)).toBe('watch 12');
  });
});

describe('no storm', () => {
  const everyTime = (feed: () => WatchFeed) => new WatchServer().plan(...Array.from({ length: 1000 }, feed));
  const storms = [
    { name: 'nobody answers', why: 'connections are refused', feed: () => new WatchFeed().fail(broken) },
    { name: 'watches end at once', why: 'a proxy closes what is idle', feed: () => new WatchFeed().end() },
    { name: 'watches end at once after the list', why: 'the same after a good start', feed: () => new WatchFeed().listed('5').end() },
    { name: 'watches are refused', why: 'a right is missing', feed: () => new WatchFeed().fail(new ApiError('forbidden', { status: 403, reason: 'Forbidden' })) },
    { name: 'watches talk nonsense', why: 'a proxy answers', feed: () => new WatchFeed().fail(new TransportError('watch broke: Unexpected token')) },
  ];
  test.each(storms)('when $name: no more than one try in ten seconds in the end ($why)', async ({ feed }) => {
    const server = everyTime(feed);
    const { clock } = start(server);
    await clock.advance(120_000);
    expect(server.requests.length).toBeGreaterThan(5);
    expect(server.requests.length).toBeLessThanOrEqual(16);
  });

  test('pauses vary by chance, so that the kinds of a process do not come back together', async () => {
    const { server, clock } = start();
    clock.chance = 0.99;
    server.feed.fail(broken);
    await clock.advance(600);
    expect(server.requests).toHaveLength(1);
    await clock.advance(30);
    expect(server.requests).toHaveLength(2);
  });

  test('a watch that held for a while forgets earlier failures', async () => {
    const server = new WatchServer().plan(...Array.from({ length: 4 }, () => new WatchFeed().fail(broken)), new WatchFeed().listed('5'));
    const { clock } = start(server);
    await clock.advance(7500);
    expect(server.requests).toHaveLength(5);
    await clock.advance(10_000);
    server.feed.fail(broken);
    await clock.advance(500);
    expect(server.requests).toHaveLength(6);
  });
});

test('a stream that stays quiet for three minutes is given up, and resumed', async () => {
  const { server, clock } = start();
  server.feed.listed('5');
  await clock.advance(179_000);
  server.feed.bookmark('8');
  await clock.advance(179_000);
  expect(server.requests).toEqual(['stream']);
  await clock.advance(2000);
  expect(server.requests).toEqual(['stream', 'watch 8']);
});

test('nobody hears of a connection that breaks once; what is refused or fails again is an error', async () => {
  const { server, clock, log, seen } = start();
  server.feed.fail(broken);
  await clock.advance(500);
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  server.feed.fail(broken);
  await settled();
  expect(log.lines.at(-1)).toMatchObject({ level: 'error', message: 'Failing to watch', keys: { resource: 'things', attempt: 2, retryAfterMs: 1000, err: { message: broken.message } } });
  expect(seen.failures).toEqual([broken.message, broken.message]);
});

test('ends with its signal, also in the middle of a pause, and leaves no timer', async () => {
  const { server, clock } = start();
  server.feed.fail(broken);
  await settled();
  stop.abort();
  await ended;
  expect(clock.pending).toBe(0);
  expect(server.requests).toEqual(['stream']);
});
