import type { KubeObject, Resource } from '@clusterwright/api';
import { TransportError } from '@clusterwright/kube-client';
import { fakeClient, fakeLogger } from '@clusterwright/test-env';
import type { FakeClient } from '@clusterwright/test-env';
import { watch } from '../controller.ts';
import { createManager } from '../create-manager.ts';
import { ManualClock } from '../manual-clock.fake.ts';
import { done, requeueAfter } from '../outcome.ts';
import type { Phase } from '../reconciler.ts';

const things: Resource = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const others: Resource = { group: 'g', version: 'v1', kind: 'Other', plural: 'others', namespaced: true };
const object = (kind: string, name: string, metadata: Partial<KubeObject['metadata']> = {}): KubeObject => ({ apiVersion: 'g/v1', kind, metadata: { name, namespace: 'ns', ...metadata } });

let stop: AbortController;
afterEach(() => stop.abort());

interface Options {
  readonly client?: FakeClient;
  readonly apply?: Phase<KubeObject>;
  readonly watches?: ReturnType<typeof watch>[];
  readonly watchFilter?: string;
  readonly forget?: () => void;
}

async function start({ client = fakeClient(), apply = () => done, watches, watchFilter, forget }: Options = {}) {
  stop = new AbortController();
  const [clock, log] = [new ManualClock(), fakeLogger()];
  const passes: string[] = [];
  const manager = createManager({ live: client.live, log, clock, component: 'test', signal: stop.signal, watchFilter });
  const handle = manager.addController<KubeObject, KubeObject>({
    for: things,
    concurrency: 2,
    rbac: [],
    watches,
    reconciler: {
      name: 'thing',
      ownedConditions: [],
      pausable: false,
      observesGeneration: false,
      gather: (found) => (passes.push(found.metadata.name), found),
      apply: [apply],
      forget,
    },
  });
  await clock.advance(0);
  const leading = manager.lead(stop.signal);
  return { client, clock, log, manager, handle, passes, leading };
}

test('an object wakes a pass when it comes and when it changes', async () => {
  const { client, clock, passes } = await start();
  client.put(object('Thing', 'a'));
  await clock.advance(200);
  client.put(object('Thing', 'a', { labels: { x: 'y' } }));
  await clock.advance(200);
  expect(passes).toEqual(['a', 'a']);
});

test('two watches of one kind both count', async () => {
  const to = (name: string) => watch({ resource: others, toKeys: () => [{ namespace: 'ns', name }] });
  const { client, clock, passes } = await start({ client: fakeClient([object('Thing', 'a'), object('Thing', 'b')]), watches: [to('a'), to('b')] });
  await clock.advance(200);
  passes.length = 0;
  client.put(object('Other', 'o'));
  await clock.advance(200);
  expect(passes.toSorted()).toEqual(['a', 'b']);
});

test('a kind found at run time is watched once, however often it is asked for', async () => {
  const { client, clock, handle, passes } = await start({ client: fakeClient([object('Thing', 'a')]) });
  await clock.advance(200);
  passes.length = 0;
  for (let i = 0; i < 3; i += 1) await handle.watch(others, () => [{ namespace: 'ns', name: 'a' }]);
  client.put(object('Other', 'o'));
  await clock.advance(200);
  expect(passes).toEqual(['a']);
  expect(client.calls.filter(({ verb, kind }) => verb === 'watch' && kind === 'Other')).toHaveLength(1);
});

test('a kind that cannot be read holds up nobody: the pass fails', async () => {
  const client = fakeClient([object('Thing', 'a')]);
  const { clock, handle, log } = await start({ client, apply: async () => (await handle.watch(others, () => []), done) });
  client.failNext('watch', new TransportError('connection refused'), 'Other');
  await clock.advance(100);
  for (let i = 0; i < 30; i += 1) client.failNext('watch', new TransportError('connection refused'), 'Other');
  await clock.advance(12_000);
  expect(log.lines.find(({ message }) => message === 'Failing to reconcile')?.keys).toMatchObject({ code: 'CacheNotReady' });
});

test('objects of another manager are left alone, whoever wakes them', async () => {
  const mine = { labels: { 'cluster.x-k8s.io/watch-filter': 'mine' } };
  const toBoth = watch({ resource: others, toKeys: () => ['a', 'b'].map((name) => ({ namespace: 'ns', name })) });
  const { client, clock, passes } = await start({ client: fakeClient([object('Thing', 'a', mine), object('Thing', 'b')]), watches: [toBoth], watchFilter: 'mine' });
  client.put(object('Other', 'o'));
  await clock.advance(500);
  expect(new Set(passes)).toEqual(new Set(['a']));
});

test('a mapper that throws is told, and nothing else stops', async () => {
  const fails = watch({
    resource: others,
    toKeys: () => {
      throw new Error('defect');
    },
  });
  const { client, clock, log, passes } = await start({ watches: [fails] });
  client.put(object('Other', 'o'), object('Thing', 'a'));
  await clock.advance(500);
  expect(log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual(['Failing to map an event to keys']);
  expect(passes).toEqual(['a']);
});

test('failures are told once each and come back after a second', async () => {
  const { clock, log, passes } = await start({
    client: fakeClient([object('Thing', 'a')]),
    apply: () => {
      throw new TransportError('no answer');
    },
  });
  await clock.advance(2300);
  expect(passes).toHaveLength(3);
  const errors = log.lines.filter(({ level }) => level === 'error');
  expect(errors).toHaveLength(3);
  expect(errors[0]).toMatchObject({ message: 'Failing to reconcile', keys: { controller: 'thing', namespace: 'ns', name: 'a', Thing: 'ns/a', code: 'Transport', retryAfterMs: 1005, err: { message: 'no answer', type: 'TransportError' } } });
  expect(errors[0]?.keys['err']).not.toHaveProperty('stack');
});

test('a defect shows where it is', async () => {
  const { clock, log } = await start({
    client: fakeClient([object('Thing', 'a')]),
    apply: () => {
      throw new TypeError('x is undefined');
    },
  });
  await clock.advance(200);
  expect(log.lines.find(({ level }) => level === 'error')?.keys['err']).toBeInstanceOf(Error);
});

test('a pass that fails to forget does not take its worker away', async () => {
  const client = fakeClient([object('Thing', 'a')]);
  const { clock, passes } = await start({
    client,
    forget: () => {
      throw new Error('defect');
    },
  });
  await clock.advance(200);
  for (let i = 0; i < 5; i += 1) {
    client.remove(things, { namespace: 'ns', name: 'a' });
    await clock.advance(300);
    client.put(object('Thing', 'a', { uid: `u${i}` }));
    await clock.advance(300);
  }
  expect(passes.length).toBeGreaterThanOrEqual(6);
});

test('every object is looked at again after the sync period, more or less', async () => {
  const { clock, passes } = await start({ client: fakeClient([object('Thing', 'a')]) });
  await clock.advance(200);
  await clock.advance(9 * 60_000 - 10_000);
  expect(passes).toHaveLength(1);
  await clock.advance(2 * 60_000 + 10_000);
  expect(passes).toHaveLength(2);
});

test('a time that was asked for is kept', async () => {
  const { clock, passes } = await start({ client: fakeClient([object('Thing', 'a')]), apply: () => requeueAfter(5000, 'certificate') });
  await clock.advance(5000);
  expect(passes).toHaveLength(1);
  await clock.advance(200);
  expect(passes).toHaveLength(2);
});

test('a pass that takes a minute is called off', async () => {
  let reason: unknown;
  const hanging: Phase<KubeObject> = (_scope, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => ((reason = signal.reason), reject(new TransportError('aborted')))));
  const { clock, log } = await start({ client: fakeClient([object('Thing', 'a')]), apply: hanging });
  await clock.advance(61_000);
  expect(reason).toMatchObject({ message: 'pass took longer than 60 s' });
  expect(log.lines.map(({ message }) => message)).toContain('Ending a pass that takes too long');
});

test('when leadership ends, running passes are called off, waited for, and nothing more is begun', async () => {
  const client = fakeClient([object('Thing', 'a'), object('Thing', 'b'), object('Thing', 'c')]);
  const hanging: Phase<KubeObject> = (_scope, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(done)));
  const { clock, passes, leading, log } = await start({ client, apply: hanging });
  await clock.advance(200);
  expect(passes).toHaveLength(2);
  stop.abort();
  await leading;
  expect(passes).toHaveLength(2);
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
