import type { KubeadmControlPlaneSpec } from '@clusterwright/api/controlplane/v1beta2';
import { aControlPlane, aMachine, now } from './kubeadmcontrolplane.fixtures.ts';
import { lastRemediation } from './remediation-data.plan.ts';
import { planRetry } from './remediation-retry.plan.ts';

const madeFor = (timestamp: string | null, retryCount: number) => aMachine('new', { metadata: { annotations: { 'controlplane.cluster.x-k8s.io/remediation-for': JSON.stringify({ machine: 'old', timestamp, retryCount }) } } });
const controlPlane = (remediation: KubeadmControlPlaneSpec['remediation'] = {}) => aControlPlane({ spec: { remediation } });

const allowed = [
  { name: 'a first time', why: 'nothing went before', machine: aMachine('new'), spec: { maxRetry: 0 }, retryCount: 0 },
  { name: 'the replacement fails', why: 'without limits, for ever', machine: madeFor('2026-11-21T11:50:00Z', 3), spec: {}, retryCount: 4 },
  { name: 'the second retry of two', why: 'the limit is not reached', machine: madeFor('2026-11-21T11:50:00Z', 1), spec: { maxRetry: 2 }, retryCount: 2 },
  { name: 'it was healthy for an hour', why: 'that is another failure', machine: madeFor('2026-11-21T11:00:00Z', 3), spec: { maxRetry: 2 }, retryCount: 0 },
  { name: 'it was healthy for as long as wanted', why: 'that is another failure', machine: madeFor('2026-11-21T11:59:50Z', 3), spec: { maxRetry: 2, minHealthyPeriodSeconds: 10 }, retryCount: 0 },
  { name: 'the retry period is over', why: 'it may be tried again', machine: madeFor('2026-11-21T11:50:00Z', 0), spec: { retryPeriodSeconds: 600 }, retryCount: 1 },
  { name: 'somebody removed the time', why: 'all periods count as over', machine: madeFor(null, 3), spec: { maxRetry: 2, retryPeriodSeconds: 600 }, retryCount: 0 },
];
test.each(allowed)('may be tried: $name ($why)', ({ machine, spec, retryCount }) => {
  expect(planRetry(controlPlane(spec), machine, now)).toEqual({ step: 'allowed', data: { machine: 'new', timestamp: now, retryCount } });
});

const refused = [
  { name: 'within ten minutes', why: 'the period is not over', spec: { retryPeriodSeconds: 600 }, want: { step: 'tooEarly', message: "KubeadmControlPlane can't remediate this machine because the operation already failed in the latest 10m0s (RetryPeriodSeconds)", lookAgainMs: 300_000 } },
  { name: 'within the hour', why: 'the period is not over', spec: { retryPeriodSeconds: 3661, minHealthyPeriodSeconds: 7200 }, want: { step: 'tooEarly', message: "KubeadmControlPlane can't remediate this machine because the operation already failed in the latest 1h1m1s (RetryPeriodSeconds)", lookAgainMs: 3_361_000 } },
  { name: 'a period longer than the healthy one', why: 'the count begins anew before', spec: { retryPeriodSeconds: 1200, minHealthyPeriodSeconds: 400 }, want: { step: 'tooEarly', lookAgainMs: 100_000 } },
  { name: 'too often', why: 'the limit is reached', spec: { maxRetry: 2 }, want: { step: 'exhausted', message: "KubeadmControlPlane can't remediate this machine because the operation already failed 2 times (MaxRetry)", lookAgainMs: 3_300_000 } },
  { name: 'both', why: 'the period is named first', spec: { maxRetry: 2, retryPeriodSeconds: 310 }, want: { step: 'tooEarly', message: expect.stringContaining('latest 5m10s') } },
];
test.each(refused)('has to wait: $name ($why)', ({ spec, want }) => {
  expect(planRetry(controlPlane(spec), madeFor('2026-11-21T11:55:00Z', 2), now)).toMatchObject(want);
});

test('the last remediation is the one in progress, else the latest that a Machine was made for', () => {
  const inProgress = aControlPlane({ metadata: { annotations: { 'controlplane.cluster.x-k8s.io/remediation-in-progress': '{"machine":"now","timestamp":"2026-11-21T09:00:00Z","retryCount":1}' } } });
  const machines = [madeFor('2026-11-21T10:00:00Z', 0), aMachine('x'), madeFor('2026-11-21T11:00:00Z', 2), aMachine('y', { metadata: { annotations: { 'controlplane.cluster.x-k8s.io/remediation-for': '[]' } } })];
  expect(lastRemediation(inProgress, machines)).toEqual({ machine: 'now', time: '2026-11-21T09:00:00Z', retryCount: 1 });
  expect(lastRemediation(aControlPlane(), machines)).toEqual({ machine: 'old', time: '2026-11-21T11:00:00Z', retryCount: 2 });
  expect(lastRemediation(aControlPlane(), [])).toBeUndefined();
});
