import type { ConditionDraft } from '@clusterwright/controller-runtime';
import type { ConditionGate } from '@clusterwright/api/core/v1beta2';
import { aCluster, aCondition, aScope, now } from '../cluster.fixtures.ts';
import type { ClusterScope } from '../cluster.scope.ts';
import { available, deleting, remoteConnectionProbe } from './available.status.ts';

const agoMs = (ms: number) => new Date(now.getTime() - ms);
const deletionTimestamp = '2026-11-21T12:00:00Z';
const storedProbe = aCluster({ status: { conditions: [aCondition('RemoteConnectionProbe', 'True', 'ProbeSucceeded')] } });

const probes: readonly { name: string; why: string; scope: Partial<ClusterScope>; want: readonly [string, string, string] }[] = [
  { name: 'never tried', why: 'a new cluster needs time', scope: {}, want: ['False', 'ProbeFailed', 'Remote connection not established yet'] },
  { name: 'never tried by this process', why: 'a restart is no news about the cluster', scope: { cluster: storedProbe }, want: ['True', 'ProbeSucceeded', ''] },
  { name: 'five failures and no success', why: 'now it is a finding', scope: { cluster: storedProbe, probe: { lastSuccessTime: undefined, consecutiveFailures: 5 } }, want: ['False', 'ProbeFailed', 'Remote connection probe failed'] },
  { name: 'a recent success', why: 'within the grace period', scope: { probe: { lastSuccessTime: agoMs(50_000), consecutiveFailures: 3 } }, want: ['True', 'ProbeSucceeded', ''] },
  { name: 'an old success', why: 'users see since when', scope: { probe: { lastSuccessTime: agoMs(50_001), consecutiveFailures: 3 } }, want: ['False', 'ProbeFailed', 'Remote connection probe failed, probe last succeeded at 2026-11-21T11:59:09Z'] },
];

test.each(probes)('RemoteConnectionProbe: $name ($why)', ({ scope, want }) => {
  const { status, reason, message } = remoteConnectionProbe(aScope(scope), now);
  expect([status, reason, message]).toEqual(want);
});

test.each([
  { name: 'not deleting', scope: {}, want: { status: 'False', reason: 'NotDeleting' } },
  { name: 'the step that deletion is at', scope: { cluster: aCluster({ metadata: { deletionTimestamp } }), deletion: { step: 'wait', reason: 'WaitingForWorkersDeletion', message: '* MachineDeployments: md', passed: [] } as const }, want: { status: 'True', reason: 'WaitingForWorkersDeletion', message: '* MachineDeployments: md' } },
  { name: 'a phase that failed', scope: { cluster: aCluster({ metadata: { deletionTimestamp } }) }, want: { status: 'True', reason: 'InternalError', message: 'Please check controller logs for errors' } },
])('Deleting: $name → $want.reason', ({ scope, want }) => {
  expect(deleting(aScope(scope))).toMatchObject(want);
});

const good: readonly ConditionDraft[] = ['RemoteConnectionProbe', 'InfrastructureReady', 'ControlPlaneAvailable', 'WorkersAvailable'].map((type) => ({ type, status: 'True', reason: 'Good', message: '' }));
const drafts = (...changes: ConditionDraft[]): ConditionDraft[] => [
  ...good.filter(({ type }) => !changes.some((change) => change.type === type)),
  ...(changes.some(({ type }) => type === 'Deleting') ? [] : [{ type: 'Deleting', status: 'False', reason: 'NotDeleting', message: '' } as const]),
  ...changes,
];
const topology = { classRef: { name: 'class' }, version: 'v1.36.3' };
const topologyReconciled = (status: 'True' | 'False', reason: string) => aCluster({ spec: { topology }, status: { conditions: [aCondition('TopologyReconciled', status, reason, 'topology')] } });
const gate: ConditionGate = { conditionType: 'Audited' };
const negativeGate: ConditionGate = { conditionType: 'Burning', polarity: 'Negative' };

const cases: readonly { name: string; why: string; cluster?: ClusterScope['cluster']; drafts?: ConditionDraft[]; want: readonly [string, string, string] }[] = [
  { name: 'all good', why: 'no words needed', want: ['True', 'Available', ''] },
  { name: 'workers not available', why: 'the list of the condition is nested', drafts: drafts({ type: 'WorkersAvailable', status: 'False', reason: 'NotAvailable', message: '* MachineDeployment md: too few' }), want: ['False', 'NotAvailable', '* WorkersAvailable:\n  * MachineDeployment md: too few'] },
  { name: 'deleting', why: 'True is bad here', cluster: aCluster({ metadata: { deletionTimestamp } }), drafts: drafts({ type: 'Deleting', status: 'True', reason: 'WaitingForControlPlaneDeletion', message: 'Waiting for KubeadmControlPlane to be deleted' }), want: ['False', 'NotAvailable', '* Deleting: Waiting for KubeadmControlPlane to be deleted'] },
  { name: 'objects gone while deleting', why: 'they are meant to be gone', cluster: aCluster({ metadata: { deletionTimestamp } }), drafts: drafts({ type: 'Deleting', status: 'True', reason: 'X', message: 'x' }, { type: 'ControlPlaneAvailable', status: 'False', reason: 'ObjectDeleted', message: 'gone' }), want: ['False', 'NotAvailable', '* Deleting: x'] },
  { name: 'the same while not deleting', why: 'then it is a disaster', drafts: drafts({ type: 'ControlPlaneAvailable', status: 'False', reason: 'ObjectDeleted', message: 'gone' }), want: ['False', 'NotAvailable', '* ControlPlaneAvailable: gone'] },
  { name: 'a topology that waits for its turn', why: 'no outage', cluster: topologyReconciled('False', 'ControlPlaneUpgradePending'), want: ['True', 'Available', '* TopologyReconciled: topology'] },
  { name: 'a topology that failed', why: 'an issue', cluster: topologyReconciled('False', 'ReconcileFailed'), want: ['False', 'NotAvailable', '* TopologyReconciled: topology'] },
  { name: 'a topology that has not reported', why: 'unknown', cluster: aCluster({ spec: { topology } }), want: ['Unknown', 'AvailableUnknown', '* TopologyReconciled: Condition not yet reported'] },
  { name: 'a gate nobody has set', why: 'unknown is not available', cluster: aCluster({ spec: { availabilityGates: [gate] } }), want: ['Unknown', 'AvailableUnknown', '* Audited: Condition not yet reported'] },
  { name: 'a negative gate that is True', why: 'users may bring conditions of either polarity', cluster: aCluster({ spec: { availabilityGates: [negativeGate] }, status: { conditions: [aCondition('Burning', 'True', 'Fire', 'fire')] } }), want: ['False', 'NotAvailable', '* Burning: fire'] },
];

test.each(cases)('Available: $name ($why)', ({ cluster = aCluster(), drafts: list = drafts(), want }) => {
  const { status, reason, message } = available(aScope({ cluster }), list);
  expect([status, reason, message]).toEqual(want);
});

test('gates of the ClusterClass count where the Cluster names none', () => {
  const clusterClass = { spec: { availabilityGates: [gate] } } as unknown as NonNullable<ClusterScope['clusterClass']>;
  expect(available(aScope({ clusterClass }), drafts()).reason).toBe('AvailableUnknown');
  expect(available(aScope({ clusterClass, cluster: aCluster({ spec: { availabilityGates: [] } }) }), drafts()).reason).toBe('Available');
});
