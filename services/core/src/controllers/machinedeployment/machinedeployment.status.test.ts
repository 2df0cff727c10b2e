import type { Machine, MachineDeploymentSpec, MachineSet } from '@clusterwright/api/core/v1beta2';
import { aCluster, aCondition, aMachine, aMachineDeployment, aMachineSet } from './machinedeployment.fixtures.ts';
import type { MachineDeploymentScope } from './machinedeployment.scope.ts';
import { reportMachineDeployment } from './machinedeployment.status.ts';

const now = new Date('2026-11-21T12:00:00Z');
const machineSet = (replicas: number, availableReplicas: number, more: Partial<NonNullable<MachineSet['status']>> = {}): MachineSet =>
  aMachineSet({ spec: { replicas }, status: { replicas, readyReplicas: availableReplicas, availableReplicas, upToDateReplicas: replicas, ...more } });
const scope = (more: Partial<MachineDeploymentScope> = {}): MachineDeploymentScope => ({
  machineDeployment: aMachineDeployment(),
  cluster: aCluster(),
  machineSets: [machineSet(3, 3)],
  orphans: [],
  machines: [],
  infrastructureTemplate: { kind: 'unset' },
  bootstrapTemplate: { kind: 'unset' },
  rolledOut: undefined,
  ...more,
});
const report = (more: Partial<MachineDeploymentScope> = {}, deleting = false) => reportMachineDeployment(scope(more), { deleting, outcomes: [], errors: [] }, { now: () => now });
const condition = (type: string, more: Partial<MachineDeploymentScope>) => {
  const found = report(more).conditions?.find((draft) => draft.type === type);
  return found && [found.status, found.reason, found.message ?? ''];
};
const spec = (changes: Partial<MachineDeploymentSpec>) => ({ machineDeployment: aMachineDeployment({ spec: changes }) });
const rollout = (maxSurge: number | string, maxUnavailable: number | string) => ({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } }) as const;
const deleting = { machineDeployment: aMachineDeployment({ metadata: { deletionTimestamp: '2026-11-21T11:59:00Z' } }) };
const outdated = (name: string, message: string): Machine => aMachine({ metadata: { name }, status: { conditions: [aCondition('UpToDate', 'False', { message })] } });

test('counters are sums, versions are merged, and the selector is text', () => {
  const machineSets = [machineSet(2, 1, { versions: [{ version: 'v1.36.3', replicas: 2 }] }), machineSet(1, 1, { upToDateReplicas: 0, versions: [{ version: 'v1.35.0', replicas: 1 }] })];
  expect(report({ machineSets }).status).toEqual({
    selector: 'cluster.x-k8s.io/cluster-name=c,cluster.x-k8s.io/deployment-name=md',
    replicas: 3,
    readyReplicas: 2,
    availableReplicas: 2,
    upToDateReplicas: 2,
    versions: [
      { version: 'v1.35.0', replicas: 1 },
      { version: 'v1.36.3', replicas: 2 },
    ],
    phase: 'Running',
  });
});

test('counters that no MachineSet reports are absent', () => {
  expect(report({ machineSets: [aMachineSet()] }).status).toMatchObject({ replicas: undefined, availableReplicas: undefined, versions: undefined, phase: 'ScalingUp' });
});

describe('phase', () => {
  const cases = [
    { name: 'too few', scope: { machineSets: [machineSet(2, 2)] }, want: 'ScalingUp' },
    { name: 'too many', scope: { machineSets: [machineSet(4, 4)] }, want: 'ScalingDown' },
    { name: 'deleting', scope: deleting, want: 'ScalingDown' },
    { name: 'replicas not set', scope: spec({ replicas: undefined }), want: 'Unknown' },
  ];
  test.each(cases)('$name → $want', ({ scope: more, want }) => {
    expect(report(more).status).toMatchObject({ phase: want });
  });
});

describe('conditions', () => {
  const missing = { kind: 'notFound' } as const;
  const cases = [
    { name: 'all available', type: 'Available', scope: {}, want: ['True', 'Available', ''] },
    { name: 'enough available', type: 'Available', scope: { ...spec({ rollout: rollout(1, 1) }), machineSets: [machineSet(3, 2)] }, want: ['True', 'Available', ''] },
    {
      name: 'too few available',
      type: 'Available',
      scope: { ...spec({ rollout: rollout(1, '25%') }), machineSets: [machineSet(3, 1)] },
      want: ['False', 'NotAvailable', '1 available replicas, at least 3 required (spec.strategy.rollout.maxUnavailable is 25%, spec.replicas is 3)'],
    },
    { name: 'too few under OnDelete', type: 'Available', scope: { ...spec({ rollout: { strategy: { type: 'OnDelete' as const } } }), machineSets: [machineSet(3, 2)] }, want: ['False', 'NotAvailable', '2 available replicas, at least 3 required'] },
    { name: 'deleting', type: 'Available', scope: { ...deleting, machineSets: [machineSet(1, 0)] }, want: ['False', 'NotAvailable', 'Deletion in progress'] },
    { name: 'nothing reported', type: 'Available', scope: { machineSets: [] }, want: ['Unknown', 'WaitingForAvailableReplicasSet', 'Waiting for status.availableReplicas set'] },
    { name: 'replicas not set', type: 'Available', scope: spec({ replicas: undefined }), want: ['Unknown', 'WaitingForReplicasSet', 'Waiting for spec.replicas set'] },
    { name: 'all up to date', type: 'RollingOut', scope: { machines: [aMachine({ conditions: { UpToDate: 'True' } }), aMachine()] }, want: ['False', 'NotRollingOut', ''] },
    {
      name: 'some not up to date',
      type: 'RollingOut',
      scope: { machines: [outdated('a', '* Failure domain , b required\n* Version v1, v2 required'), outdated('b', '* DevMachine is not up-to-date\n* Version v1, v2 required')] },
      want: ['True', 'RollingOut', 'Rolling out 2 not up-to-date replicas\n* Version v1, v2 required\n* DevMachine is not up-to-date\n* Failure domain , b required'],
    },
    { name: 'too few', type: 'ScalingUp', scope: { machineSets: [machineSet(2, 2)], bootstrapTemplate: missing }, want: ['True', 'ScalingUp', 'Scaling up from 2 to 3 replicas is blocked because KubeadmConfigTemplate does not exist'] },
    { name: 'would be blocked', type: 'ScalingUp', scope: { infrastructureTemplate: missing }, want: ['False', 'NotScalingUp', 'Scaling up would be blocked because DevMachineTemplate does not exist'] },
    { name: 'too many', type: 'ScalingDown', scope: { machineSets: [machineSet(4, 4)] }, want: ['True', 'ScalingDown', 'Scaling down from 4 to 3 replicas'] },
    { name: 'unhealthy', type: 'Remediating', scope: { machines: [aMachine({ metadata: { name: 'a' }, conditions: { HealthCheckSucceeded: 'False' } })] }, want: ['False', 'NotRemediating', 'Machine a is not healthy (not to be remediated by MachineDeployment/MachineSet)'] },
    { name: 'deleting Machines', type: 'Deleting', scope: { ...deleting, machines: [aMachine()] }, want: ['True', 'Deleting', 'Deleting 1 Machine'] },
    { name: 'deleting MachineSets', type: 'Deleting', scope: deleting, want: ['True', 'Deleting', 'Deleting 1 MachineSets'] },
    { name: 'all deleted', type: 'Deleting', scope: { ...deleting, machineSets: [] }, want: ['True', 'Deleting', 'Deletion completed'] },
  ];
  test.each(cases)('$type, $name → $want', ({ type, scope: more, want }) => {
    expect(condition(type, more)).toEqual(want);
  });
});

describe('the older API', () => {
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2026-11-21T11:00:00Z' };
  const old = machineSet(1, 1, { deprecated: { v1beta1: { readyReplicas: 1, availableReplicas: 1 } } });
  const current = (conditions = [ready]): MachineSet => machineSet(3, 2, { deprecated: { v1beta1: { readyReplicas: 2, availableReplicas: 2, conditions } } });

  test('counts Machines by Nodes, and repeats Ready of the current MachineSet', () => {
    const newSet = current();
    const { status, v1beta1Conditions } = report({ rolledOut: { newSet, all: [newSet, old], revision: '2' } });
    expect(status).toMatchObject({ deprecated: { v1beta1: { updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, unavailableReplicas: 1 } } });
    expect(v1beta1Conditions?.map(({ type, status: value }) => [type, value])).toEqual([['Ready', 'True'], ['Available', 'True'], ['MachineSetReady', 'True']]);
  });

  test('says how many are missing, and that the MachineSet has said nothing yet', () => {
    const newSet = current([]);
    const { v1beta1Conditions } = report({ rolledOut: { newSet, all: [newSet], revision: '1' } });
    const unavailable = { status: 'False', reason: 'WaitingForAvailableMachines', severity: 'Warning', message: 'Minimum availability requires 3 replicas, current 2 available' };
    expect(v1beta1Conditions).toMatchObject([{ type: 'Ready', ...unavailable }, { type: 'Available', ...unavailable }, { type: 'MachineSetReady', status: 'False', reason: 'WaitingForMachineSet', severity: 'Info' }]);
  });

  test('stays as it was where no rollout step went through', () => {
    const { status, v1beta1Conditions } = report();
    expect(status).not.toHaveProperty('deprecated');
    expect(v1beta1Conditions).toEqual([]);
  });
});

test('own metadata: cluster, label, and the revision of a step that went through; nothing while being deleted', () => {
  const owner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-c' };
  const labels = { 'cluster.x-k8s.io/cluster-name': 'c' };
  expect(report().metadata).toEqual({ labels, ownerReferences: [owner] });
  expect(report({ rolledOut: { newSet: undefined, all: [], revision: '4' } }).metadata).toEqual({ labels, ownerReferences: [owner], annotations: { 'machinedeployment.clusters.x-k8s.io/revision': '4' } });
  expect(report({}, true)).not.toHaveProperty('metadata');
});
