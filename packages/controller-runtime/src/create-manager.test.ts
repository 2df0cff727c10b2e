import type { Resource } from '@clusterwright/api';
import { TerminalError } from '@clusterwright/api/errors';
import { TransportError } from '@clusterwright/kube-client';
import { fakeClient, fakeLogger } from '@clusterwright/test-env';
import { createManager } from './create-manager.ts';
import { ManualClock } from './manual-clock.fake.ts';
import { done } from './outcome.ts';

const things: Resource = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };

let stop: AbortController;
afterEach(() => stop.abort());

function start(client = fakeClient()) {
  stop = new AbortController();
  const [clock, log] = [new ManualClock(), fakeLogger()];
  return { client, clock, log, manager: createManager({ live: client.live, log, clock, component: 'test', signal: stop.signal }) };
}

test('is ready before its caches are filled; they are filled when every declared kind is listed', async () => {
  const { client, clock, manager } = start();
  client.failNext('watch', new TransportError('refused'), 'Thing');
  manager.addController({ for: things, concurrency: 1, rbac: [], reconciler: { name: 'thing', ownedConditions: [], gather: (found) => found, apply: [() => done] } });
  let isSynced = false;
  void manager.synced().then(() => (isSynced = true));
  await clock.advance(0);
  expect({ isSynced, checks: [...manager.readyChecks.keys()] }).toEqual({ isSynced: false, checks: [] });
  await clock.advance(1000);
  expect(isSynced).toBe(true);
});

test('a kind that nobody serves fails its reader, and keeps no controller from starting', async () => {
  const { client, clock, manager } = start();
  for (let i = 0; i < 20; i += 1) client.failNext('watch', new TransportError('refused'));
  const read = manager.client.list(things).catch((error: { code: string }) => error.code);
  await clock.advance(11_000);
  expect(await read).toBe('CacheNotReady');
  await manager.synced();
});

test('a background task that fails is started again, ever more slowly, until it ends', async () => {
  const { clock, log, manager } = start();
  let tries = 0;
  manager.addRunnable(async () => {
    tries += 1;
    if (tries < 4) throw new Error('API server is away');
  });
  manager.startAlways();
  await clock.advance(2900);
  expect(tries).toBe(2);
  await clock.advance(60_000);
  expect(tries).toBe(4);
  expect(log.lines.map(({ keys }) => keys['retryAfterMs'])).toEqual([1000, 2000, 4000]);
});

test('a leader task that must not be started again ends the manager, for the process to end with it', async () => {
  const { manager } = start();
  manager.addLeaderRunnable(async () => {
    throw new TerminalError('what this process needs is not there');
  });
  await expect(manager.lead(new AbortController().signal)).rejects.toMatchObject({ code: 'Terminal' });
});

test('leader tasks run while this process leads, and leading ends with them', async () => {
  const { clock, manager } = start();
  const events: string[] = [];
  manager.addLeaderRunnable(async (signal) => {
    events.push('begun');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    events.push('ended');
  });
  await clock.advance(1000);
  expect(events).toEqual([]);
  const reign = new AbortController();
  const leading = manager.lead(reign.signal);
  await clock.advance(0);
  reign.abort();
  await leading;
  expect(events).toEqual(['begun', 'ended']);
});
