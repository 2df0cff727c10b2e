import { FakeNodeCache } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import type { WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { KubeClient } from '@clusterwright/kube-client';
import { aCondition, aControlPlane, aMember, now } from '../kubeadmcontrolplane.fixtures.ts';
import { planHealth, unknownHealth, type HealthInput } from './health.plan.ts';

const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const connected = (lastSuccessTime: Date | undefined): WorkloadConnection => ({ kind: 'connected', cluster: { client: {} as KubeClient, nodes: new FakeNodeCache() }, probe: { lastSuccessTime, consecutiveFailures: 0 } });
const disconnected = (lastSuccessTime: Date | undefined, consecutiveFailures = 0): WorkloadConnection => ({ kind: 'disconnected', reason: 'connection refused', probe: { lastSuccessTime, consecutiveFailures } });
const initializedSince = (lastTransitionTime: string) => aControlPlane({ status: { conditions: [aCondition('Initialized', 'True', { lastTransitionTime })] } });
const input = (over: Partial<HealthInput> = {}): HealthInput => ({ controlPlane: initializedSince('2026-11-21T10:00:00Z'), machines: [aMember('a', { conditions: [] })], initialized: true, connection: connected(ago(1)), gracePeriodMs: 300_000, now, ...over });

const cases = [
  { name: 'connected', why: 'it can be looked at', given: input(), want: { step: 'inspect' } },
  { name: 'not initialized', why: 'there is nothing to look at', given: input({ initialized: false }), want: { step: 'unknown', reason: 'InspectionFailed', message: 'Waiting for Cluster control plane to be initialized', overwrite: true, blockedBy: undefined } },
  { name: 'just started', why: 'the last known state is worth more', given: input({ connection: disconnected(undefined) }), want: { step: 'unknown', reason: 'ConnectionDown', message: 'Remote connection not established yet', overwrite: false, blockedBy: 'connection to the workload cluster not established yet' } },
  { name: 'never connected', why: 'five failures are enough', given: input({ connection: disconnected(undefined, 5) }), want: { step: 'unknown', reason: 'ConnectionDown', message: '', overwrite: true } },
  { name: 'disconnected for a moment', why: 'it may come back', given: input({ connection: disconnected(ago(60)) }), want: { step: 'unknown', reason: 'ConnectionDown', message: 'Last successful probe at 2026-11-21T11:59:00Z', overwrite: false, blockedBy: 'connection refused' } },
  { name: 'disconnected for long', why: 'nobody knows any more', given: input({ connection: disconnected(ago(301)) }), want: { step: 'unknown', reason: 'ConnectionDown', message: 'Last successful probe at 2026-11-21T11:54:59Z', overwrite: true, blockedBy: 'connection to the workload cluster is down' } },
  { name: 'initialized just now, probed long ago', why: 'the grace period begins with initialization', given: input({ controlPlane: initializedSince('2026-11-21T11:59:50Z'), connection: disconnected(ago(400)) }), want: { step: 'unknown', overwrite: false } },
  { name: 'connected, but probes fail for long', why: 'what it says may be old', given: input({ connection: connected(ago(301)) }), want: { step: 'unknown', overwrite: true } },
];
test.each(cases)('planHealth: $name → $want.step ($why)', ({ given, want }) => {
  expect(planHealth(given)).toMatchObject(want);
});

const unknown = { step: 'unknown', reason: 'ConnectionDown', message: 'm', blockedBy: 'x' } as const;

test('unknown, overwriting: every remote condition says so, UpToDate is still known', () => {
  const health = unknownHealth(input(), { ...unknown, overwrite: true });
  expect(health.conditions.map(({ type, status }) => [type, status])).toEqual([['EtcdClusterHealthy', 'Unknown'], ['ControlPlaneComponentsHealthy', 'Unknown']]);
  expect(Object.fromEntries((health.machines[0]?.machine.status?.conditions ?? []).map(({ type, status }) => [type, status]))).toEqual({
    UpToDate: 'True',
    NodeKubeadmLabelsAndTaintsSet: 'Unknown',
    EtcdPodHealthy: 'Unknown',
    EtcdMemberHealthy: 'Unknown',
    APIServerPodHealthy: 'Unknown',
    ControllerManagerPodHealthy: 'Unknown',
    SchedulerPodHealthy: 'Unknown',
  });
});

test('unknown, keeping what is known: only what nobody has said yet', () => {
  const controlPlane = aControlPlane({ status: { conditions: [aCondition('EtcdClusterHealthy')] } });
  const health = unknownHealth(input({ controlPlane }), { ...unknown, overwrite: false });
  expect(health.conditions.map(({ type }) => type)).toEqual(['ControlPlaneComponentsHealthy']);
  const types = health.drafts.get('a')?.conditions.map(({ type }) => type);
  expect(types).not.toContain('EtcdMemberHealthy');
  expect(types).toContain('SchedulerPodHealthy');
});
