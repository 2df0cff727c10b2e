import { afterConnect, afterFailedConnect, afterProbe, freshHistory, isUnhealthyNotificationDue, planConnection, retryDelayMs } from './connection.plan.ts';
import type { ConnectionFacts, ConnectionHistory } from './connection.plan.ts';

const t0 = 1_000_000;
const facts = (change: Partial<ConnectionFacts> = {}): ConnectionFacts => ({ infrastructureProvisioned: true, kubeconfig: 'k1', controlPlaneInitialized: false, eager: true, ...change });
const failedOnce = afterFailedConnect(freshHistory, 'false k1', t0);

const cases: { name: string; why: string; history: ConnectionHistory; facts: ConnectionFacts & { hasMissedKubeconfig?: boolean }; now: number; want: object }[] = [
  { name: 'infrastructure not provisioned', why: 'nothing could answer', history: freshHistory, facts: facts({ infrastructureProvisioned: false }), now: t0, want: { step: 'idle' } },
  { name: 'no kubeconfig yet', why: 'a watch tells of it; the timer is for Secrets without label', history: freshHistory, facts: facts({ kubeconfig: undefined }), now: t0, want: { step: 'waitForKubeconfig', afterMs: 2_000 } },
  { name: 'still no kubeconfig', why: 'nobody labelled it, or nobody makes it', history: freshHistory, facts: { ...facts({ kubeconfig: undefined }), hasMissedKubeconfig: true }, now: t0, want: { step: 'waitForKubeconfig', afterMs: 30_000 } },
  { name: 'first try', why: 'all is there', history: freshHistory, facts: facts(), now: t0, want: { step: 'connect', kubeconfig: 'k1' } },
  { name: 'just failed', why: 'the API server may be starting', history: failedOnce, facts: facts(), now: t0 + 400, want: { step: 'sleep', afterMs: 600 } },
  { name: 'failed a second ago', why: 'a new cluster is tried again after a second', history: failedOnce, facts: facts(), now: t0 + 1_000, want: { step: 'connect' } },
  { name: 'kubeconfig changed', why: 'the reason to fail may be gone', history: failedOnce, facts: facts({ kubeconfig: 'k2' }), now: t0 + 1, want: { step: 'connect', kubeconfig: 'k2' } },
  { name: 'control plane initialized', why: 'somebody else could connect', history: failedOnce, facts: facts({ controlPlaneInitialized: true }), now: t0 + 1, want: { step: 'connect' } },
  { name: 'connected, probed lately', why: 'next probe is not due', history: afterConnect('false k1', t0), facts: facts(), now: t0 + 4_000, want: { step: 'sleep', afterMs: 6_000 } },
  { name: 'connected, probe due', why: 'ten seconds are over', history: afterConnect('false k1', t0), facts: facts(), now: t0 + 10_000, want: { step: 'probe' } },
];

test.each(cases)('planConnection: $name → $want.step, because $why', ({ history, facts: given, now, want }) => {
  expect(planConnection(history, given, now)).toMatchObject(want);
});

test('a new cluster is retried every second for twenty seconds, then ever less often, up to half a minute', () => {
  const after = (seconds: number, change = {}) => retryDelayMs({ ...freshHistory, firstAttemptAt: t0, lastAttemptAt: t0 + seconds * 1000 }, facts(change));
  expect([0, 20, 60, 300, 6000].map((seconds) => after(seconds))).toEqual([1_000, 1_000, 3_000, 15_000, 30_000]);
});

test('a process that is told of the control plane does not knock before', () => {
  const delay = (change: Partial<ConnectionFacts>) => retryDelayMs(failedOnce, facts(change));
  expect([delay({ eager: false }), delay({ eager: false, controlPlaneInitialized: true })]).toEqual([30_000, 1_000]);
  expect(planConnection(failedOnce, facts({ eager: false, controlPlaneInitialized: true }), t0 + 1)).toMatchObject({ step: 'connect' });
});

test('quick retries count as one failure per half minute, so that five failures keep their meaning', () => {
  let history = freshHistory;
  for (let second = 0; second < 45; second++) history = afterFailedConnect(history, 'x', t0 + second * 1000);
  expect(history.consecutiveFailures).toBe(2);
});

test('the fifth failed probe in a row disconnects, and the next try comes after half a minute', () => {
  let history = afterConnect('false k1', t0);
  const states = [1, 2, 3, 4, 5].map((n) => (history = afterProbe(history, 'failed', t0 + n * 10_000)).connected);
  expect(states).toEqual([true, true, true, true, false]);
  expect(planConnection(history, facts(), t0 + 50_000 + 29_999)).toEqual({ step: 'sleep', afterMs: 1 });
  expect(planConnection(history, facts({ kubeconfig: 'k2' }), t0 + 50_001)).toMatchObject({ step: 'connect' });
});

test('a refused credential disconnects at once and reconnects at once', () => {
  const history = afterProbe(afterConnect('false k1', t0), 'unauthorized', t0 + 10_000);
  expect(history.connected).toBe(false);
  expect(planConnection(history, facts(), t0 + 10_000)).toMatchObject({ step: 'connect' });
});

test('a success clears failures', () => {
  const history = afterProbe(afterProbe(afterConnect('false k1', t0), 'failed', t0 + 10_000), 'ok', t0 + 20_000);
  expect(history).toMatchObject({ consecutiveFailures: 0, lastSuccessAt: t0 + 20_000 });
});

test('unhealthy is told once; of a cluster that was never reached, when it has failed for good', () => {
  const history = afterProbe(afterConnect('false k1', t0), 'failed', t0 + 10_000);
  expect(isUnhealthyNotificationDue(history, 50_000, undefined, t0 + 49_000)).toBe(false);
  expect(isUnhealthyNotificationDue(history, 50_000, undefined, t0 + 51_000)).toBe(true);
  expect(isUnhealthyNotificationDue(history, 50_000, t0 + 51_000, t0 + 61_000)).toBe(false);
  expect(isUnhealthyNotificationDue(failedOnce, 50_000, undefined, t0 + 99_000)).toBe(false);
  const failedOften = [1, 2, 3, 4].reduce((soFar, attempt) => afterFailedConnect(soFar, 'false k1', t0 + attempt * 30_000), failedOnce);
  expect(isUnhealthyNotificationDue(failedOften, 300_000, undefined, t0 + 120_000)).toBe(true);
  expect(isUnhealthyNotificationDue(failedOften, 300_000, t0 + 120_000, t0 + 600_000)).toBe(false);
});
