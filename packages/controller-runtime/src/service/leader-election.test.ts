import type { KubeObject, Resource } from '@clusterwright/api';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { fakeClient, fakeLogger } from '@clusterwright/test-env';
import { ManualClock, settled } from '../manual-clock.fake.ts';
import { LeaderElection } from './leader-election.ts';

interface Lease extends KubeObject {
  spec?: { holderIdentity?: string; leaseTransitions?: number; leaseDurationSeconds?: number; renewTime?: string };
}
const leases: Resource<Lease> = { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', plural: 'leases', namespaced: true };
const key = { namespace: 'ns', name: 'lock' };
const times = { leaseDurationMs: 15_000, renewDeadlineMs: 10_000, retryPeriodMs: 2000 };

/** Candidates that share a Lease, and a clock unless they bring their own. */
function world() {
  const server = fakeClient();
  const clock = new ManualClock();
  const log = fakeLogger();
  const candidate = (identity: string, client: Pick<KubeClient, 'get' | 'create' | 'update'> = server.live, own = clock) => {
    const stop = new AbortController();
    const election = new LeaderElection({ client, clock: own, log, ...key, ...times, identity });
    const life = { isLeading: false, end: undefined as string | undefined };
    const done = (async () => {
      await election.acquire(stop.signal);
      if (stop.signal.aborted) return;
      life.isLeading = true;
      life.end = await election.hold(stop.signal);
      life.isLeading = false;
    })();
    return { election, life, stop: () => (stop.abort(), done) };
  };
  return { server, clock, log, candidate, lease: () => server.objects(leases)[0]?.spec };
}

test('the first candidate leads and renews, the second waits', async () => {
  const { clock, candidate, lease } = world();
  const one = candidate('one');
  await settled();
  const two = candidate('two');
  await clock.advance(60_000);
  expect([one.life.isLeading, two.life.isLeading]).toEqual([true, false]);
  expect(lease()).toMatchObject({ holderIdentity: 'one', leaseDurationSeconds: 15, leaseTransitions: 0, renewTime: '2026-11-21T12:01:00.000000Z' });
  await Promise.all([one.stop(), two.stop()]);
});

test('a lease that is released is taken within a retry period', async () => {
  const { clock, candidate, lease } = world();
  const one = candidate('one');
  await settled();
  const two = candidate('two');
  await clock.advance(5000);
  await one.stop();
  await one.election.release();
  await clock.advance(2500);
  expect(two.life.isLeading).toBe(true);
  expect(lease()).toMatchObject({ holderIdentity: 'two', leaseTransitions: 1 });
  await two.stop();
});

test('a lease is released also where the last renewal was called off half way', async () => {
  const { server, clock, candidate, lease } = world();
  const one = candidate('one');
  await clock.advance(1000);
  server.failNext('update', new TransportError('aborted'));
  await clock.advance(1000);
  await one.stop();
  await one.election.release();
  expect(lease()?.holderIdentity).toBe('');
});

test('a lease whose leader has died is taken when it has not changed for its duration, and not before', async () => {
  const { clock, candidate } = world();
  const one = candidate('one');
  await settled();
  await one.stop();
  const two = candidate('two');
  await clock.advance(15_000);
  expect(two.life.isLeading).toBe(false);
  await clock.advance(2500);
  expect(two.life.isLeading).toBe(true);
  await two.stop();
});

describe('a leader that cannot renew', () => {
  /** A connection that is cut, or answers nothing, for one candidate only. */
  function cut(live: KubeClient, mode: 'refuse' | 'hang') {
    const state = { isCut: false };
    const through = <R>(call: () => Promise<R>, signal: AbortSignal | undefined): Promise<R> => {
      if (!state.isCut) return call();
      if (mode === 'refuse') return Promise.reject(new TransportError('connection refused'));
      return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
    };
    const client: Pick<KubeClient, 'get' | 'create' | 'update'> = {
      get: (resource, of, options) => through(() => live.get(resource, of, options), options?.signal),
      create: (resource, object, options) => through(() => live.create(resource, object, options), options?.signal),
      update: (resource, object, options) => through(() => live.update(resource, object, options), options?.signal),
    };
    return { client, state };
  }

  test.each(['refuse', 'hang'] as const)('because the API server does (%s) stops before anybody else begins', async (mode) => {
    const { server, clock, candidate } = world();
    const { client, state } = cut(server.live, mode);
    const one = candidate('one', client);
    await settled();
    const two = candidate('two');
    await clock.advance(7000);
    state.isCut = true;
    for (let i = 0; i < 300; i += 1) {
      await clock.advance(100);
      expect(one.life.isLeading && two.life.isLeading).toBe(false);
    }
    expect([one.life.end, two.life.isLeading]).toEqual(['lost', true]);
    await two.stop();
  });

  test('for a moment stays leader, and says what went wrong', async () => {
    const { server, clock, candidate, log } = world();
    const { client, state } = cut(server.live, 'refuse');
    const one = candidate('one', client);
    await clock.advance(3000);
    state.isCut = true;
    await clock.advance(6000);
    state.isCut = false;
    await clock.advance(20_000);
    expect(one.life.isLeading).toBe(true);
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([{ message: 'Failing to renew the lease' }, { message: 'Failing to renew the lease' }, { message: 'Failing to renew the lease' }]);
    await one.stop();
  });

  test('because somebody took the lease stops at once', async () => {
    const { server, clock, candidate } = world();
    const one = candidate('one');
    await settled();
    await server.live.patch(leases, key, { type: 'merge', body: { spec: { holderIdentity: 'thief' } } });
    await clock.advance(4100);
    expect(one.life.end).toBe('lost');
  });

  test('whose answer came late counts from when it asked: others count from when it was written', async () => {
    const { server, clock, candidate } = world();
    let delayMs = 0;
    const slow: Pick<KubeClient, 'get' | 'create' | 'update'> = {
      get: server.live.get,
      create: server.live.create,
      update: async (resource, object, options) => {
        const written = await server.live.update(resource, object, options);
        await clock.sleep(delayMs);
        if (delayMs > 0) throw new TransportError('cut off');
        return written;
      },
    };
    const one = candidate('one', slow);
    await settled();
    await clock.advance(1900);
    delayMs = 9000;
    const two = candidate('two');
    for (let i = 0; i < 400; i += 1) {
      await clock.advance(100);
      expect(one.life.isLeading && two.life.isLeading).toBe(false);
    }
    expect(one.life.end).toBe('lost');
    await two.stop();
  });
});

test.each([3_600_000, -3_600_000])('a wall clock that jumps by %s ms neither ends a reign nor begins another', async (ms) => {
  const { clock, candidate } = world();
  const one = candidate('one');
  await settled();
  const two = candidate('two');
  await clock.advance(5000);
  clock.jump(ms);
  await clock.advance(30_000);
  expect([one.life.isLeading, two.life.isLeading]).toEqual([true, false]);
  await Promise.all([one.stop(), two.stop()]);
});

test('two who try at the same moment: one leads', async () => {
  const { clock, candidate, server } = world();
  const both = [candidate('one'), candidate('two')];
  await clock.advance(10_000);
  expect(both.filter(({ life }) => life.isLeading)).toHaveLength(1);
  expect(server.objects(leases)).toHaveLength(1);
  await Promise.all(both.map(({ stop }) => stop()));
});

test('a lease that nobody may write is no reason to give up trying', async () => {
  const { server, clock, candidate } = world();
  for (let i = 0; i < 3; i += 1) server.failNext('create', new ApiError('forbidden', { status: 403, reason: 'Forbidden' }));
  const one = candidate('one');
  await clock.advance(10_000);
  expect(one.life.isLeading).toBe(true);
  await one.stop();
});
