import type { Machine } from '@clusterwright/api/core/v1beta2';
import { aCluster, aCondition, aMachine, aMachineSet, aTemplate } from '../machinedeployment/machinedeployment.fixtures.ts';
import type { MachineSetScope } from './machineset.scope.ts';
import { reportMachineSet } from './machineset.status.ts';
import { MachineCreationError } from './replicas/machine-creation-error.ts';
import { upToDateRecheckMs } from './status/machines.status.ts';

const now = new Date('2026-11-21T12:00:00Z');
const all = { Ready: 'True', Available: 'True', UpToDate: 'True', NodeReady: 'True' } as const;
const machine = (name: string, conditions: Parameters<typeof aMachine>[0] = { conditions: all, status: { nodeRef: { name: 'n' } } }): Machine => aMachine({ ...conditions, metadata: { name, ...conditions.metadata } });
const scope = (more: Partial<MachineSetScope> = {}): MachineSetScope => ({
  machineSet: aMachineSet(),
  cluster: aCluster(),
  machineDeployment: undefined,
  machines: ['a', 'b', 'c'].map((name) => machine(name)),
  orphans: [],
  infrastructureTemplate: { kind: 'unset' },
  bootstrapTemplate: { kind: 'unset' },
  controlPlane: { kind: 'unset' },
  preflight: [],
  ...more,
});
const report = (more: Partial<MachineSetScope> = {}, errors: Error[] = []) => reportMachineSet(scope(more), { deleting: false, outcomes: [], errors }, { now: () => now });
const condition = (type: string, more: Partial<MachineSetScope>) => {
  const found = report(more).conditions?.find((draft) => draft.type === type);
  return found && [found.status, found.reason, found.message ?? ''];
};
const v1beta1 = (type: string, more: Partial<MachineSetScope>, errors: Error[] = []) => {
  const found = report(more, errors).v1beta1Conditions?.find((draft) => draft.type === type);
  return found && [found.status, found.reason, found.severity, found.message].filter(Boolean);
};
const deleting = aMachineSet({ metadata: { deletionTimestamp: '2026-11-21T11:59:00Z' } });

test('counters, versions and selector', () => {
  const updating = machine('d', { conditions: all, metadata: { annotations: { 'in-place-updates.internal.cluster.x-k8s.io/update-in-progress': '' } } });
  const outdated = machine('e', { conditions: { Ready: 'True', Available: 'False', UpToDate: 'False' }, spec: { version: 'v1.37.0' }, status: { nodeInfo: { kubeletVersion: 'v1.35.0' } as never } });
  const { status } = report({ machines: [machine('a'), updating, outdated] });
  expect(status).toMatchObject({
    selector: 'cluster.x-k8s.io/cluster-name=c,cluster.x-k8s.io/deployment-name=md,machine-template-hash=md-old',
    replicas: 3,
    readyReplicas: 2,
    availableReplicas: 1,
    upToDateReplicas: 1,
    versions: [
      { version: 'v1.35.0', replicas: 1 },
      { version: 'v1.36.3', replicas: 2 },
    ],
  });
});

describe('conditions', () => {
  const missing = { kind: 'notFound' } as const;
  const two = { machines: [machine('a'), machine('b')] };
  const cases = [
    { name: 'all there', type: 'ScalingUp', scope: {}, want: ['False', 'NotScalingUp', ''] },
    { name: 'too few', type: 'ScalingUp', scope: two, want: ['True', 'ScalingUp', 'Scaling up from 2 to 3 replicas'] },
    {
      name: 'too few and blocked',
      type: 'ScalingUp',
      scope: { ...two, preflight: ['no'], infrastructureTemplate: missing, bootstrapTemplate: missing },
      want: ['True', 'ScalingUp', 'Scaling up from 2 to 3 replicas is blocked because:\n* no\n* KubeadmConfigTemplate and DevMachineTemplate do not exist'],
    },
    { name: 'would be blocked', type: 'ScalingUp', scope: { bootstrapTemplate: missing }, want: ['False', 'NotScalingUp', 'Scaling up would be blocked because KubeadmConfigTemplate does not exist'] },
    { name: 'deleting without templates', type: 'ScalingUp', scope: { machineSet: deleting, bootstrapTemplate: missing }, want: ['False', 'NotScalingUp', ''] },
    { name: 'replicas not set', type: 'ScalingUp', scope: { machineSet: aMachineSet({ spec: { replicas: undefined } }) }, want: ['Unknown', 'WaitingForReplicasSet', 'Waiting for spec.replicas set'] },
    { name: 'all there', type: 'ScalingDown', scope: {}, want: ['False', 'NotScalingDown', ''] },
    { name: 'too many', type: 'ScalingDown', scope: { machineSet: aMachineSet({ spec: { replicas: 1 } }) }, want: ['True', 'ScalingDown', 'Scaling down from 3 to 1 replicas'] },
    { name: 'deleting', type: 'ScalingDown', scope: { machineSet: deleting }, want: ['True', 'ScalingDown', 'Scaling down from 3 to 0 replicas'] },
    { name: 'all ready', type: 'MachinesReady', scope: {}, want: ['True', 'Ready', ''] },
    { name: 'no Machines', type: 'MachinesReady', scope: { machines: [] }, want: ['True', 'NoReplicas', ''] },
    { name: 'one silent', type: 'MachinesReady', scope: { machines: [machine('a'), machine('z', {})] }, want: ['Unknown', 'ReadyUnknown', '* Machine z: Condition Ready not yet reported'] },
    {
      name: 'one not ready',
      type: 'MachinesReady',
      scope: { machines: [machine('a'), machine('z', { status: { conditions: [aCondition('Ready', 'False', { message: 'broken' })] } })] },
      want: ['False', 'NotReady', '* Machine z: broken'],
    },
    { name: 'all up to date', type: 'MachinesUpToDate', scope: {}, want: ['True', 'UpToDate', ''] },
    { name: 'a new Machine that says nothing yet', type: 'MachinesUpToDate', scope: { machines: [machine('z', { metadata: { creationTimestamp: '2026-11-21T11:59:55Z' } })] }, want: ['True', 'NoReplicas', ''] },
    { name: 'an older one that says nothing', type: 'MachinesUpToDate', scope: { machines: [machine('z', { metadata: { creationTimestamp: '2026-11-21T11:59:40Z' } })] }, want: ['Unknown', 'UpToDateUnknown', '* Machine z: Condition UpToDate not yet reported'] },
    { name: 'healthy', type: 'Remediating', scope: {}, want: ['False', 'NotRemediating', ''] },
    {
      name: 'unhealthy',
      type: 'Remediating',
      scope: { machines: [machine('z', { conditions: { HealthCheckSucceeded: 'False' } })] },
      want: ['False', 'NotRemediating', 'Machine z is not healthy (not to be remediated by MachineSet)'],
    },
    {
      name: 'to be remediated',
      type: 'Remediating',
      scope: { machines: [machine('z', { status: { conditions: [aCondition('HealthCheckSucceeded', 'False'), aCondition('OwnerRemediated', 'False', { message: 'Machine is deleting' })] } })] },
      want: ['True', 'Remediating', '* Machine z: Machine is deleting'],
    },
    { name: 'not deleting', type: 'Deleting', scope: {}, want: ['False', 'NotDeleting', ''] },
    { name: 'deleting', type: 'Deleting', scope: { machineSet: deleting }, want: ['True', 'Deleting', 'Deleting 3 Machines'] },
    { name: 'deleting, all gone', type: 'Deleting', scope: { machineSet: deleting, machines: [] }, want: ['True', 'Deleting', 'Deletion completed'] },
  ];
  test.each(cases)('$type, $name → $want', ({ type, scope: more, want }) => {
    expect(condition(type, more)).toEqual(want);
  });
});

describe('the older API', () => {
  const failure = new MachineCreationError('InfrastructureTemplateCloningFailed', new Error('no quota'));
  const waiting = { machines: [machine('a'), machine('b'), machine('z', {})] };
  const cases = [
    { name: 'all created', type: 'MachinesCreated', scope: {}, errors: [], want: ['True'] },
    { name: 'still creating', type: 'MachinesCreated', scope: { machines: [] }, errors: [], want: undefined },
    { name: 'failed', type: 'MachinesCreated', scope: { machines: [] }, errors: [failure], want: ['False', 'InfrastructureTemplateCloningFailed', 'Error', 'no quota'] },
    { name: 'several failed', type: 'MachinesCreated', scope: { machines: [] }, errors: [new AggregateError([new Error('x'), failure])], want: ['False', 'InfrastructureTemplateCloningFailed', 'Error', 'no quota'] },
    { name: 'held back', type: 'MachinesCreated', scope: { machines: [], preflight: ['a', 'b'] }, errors: [], want: ['False', 'PreflightCheckFailed', 'Error', 'a; b'] },
    { name: 'no template', type: 'MachinesCreated', scope: { machines: [], bootstrapTemplate: { kind: 'notFound' } as const }, errors: [], want: ['False', 'BootstrapTemplateCloningFailed', 'Error', 'KubeadmConfigTemplate md does not exist'] },
    { name: 'too few', type: 'Resized', scope: { machines: [] }, errors: [], want: ['False', 'ScalingUp', 'Warning', 'Scaling up MachineSet to 3 replicas (actual 0)'] },
    { name: 'too many', type: 'Resized', scope: { machineSet: aMachineSet({ spec: { replicas: 1 } }) }, errors: [], want: ['False', 'ScalingDown', 'Warning', 'Scaling down MachineSet to 1 replicas (actual 3)'] },
    { name: 'all there, not all Nodes ready', type: 'Resized', scope: waiting, errors: [], want: undefined },
    { name: 'all Nodes ready', type: 'Resized', scope: {}, errors: [], want: ['True'] },
    { name: 'all well', type: 'Ready', scope: {}, errors: [], want: ['True'] },
  ];
  test.each(cases)('$type, $name → $want', ({ type, scope: more, errors, want }) => {
    expect(v1beta1(type, more, errors)).toEqual(want);
  });

  test('Ready takes into account what was said before and stays', () => {
    const stored = [{ type: 'Resized', status: 'False', reason: 'ScalingUp', severity: 'Warning', message: 'Scaling up', lastTransitionTime: '2026-11-21T11:00:00Z' }];
    expect(v1beta1('Ready', { ...waiting, machineSet: aMachineSet({ status: { deprecated: { v1beta1: { conditions: stored } } } }) })).toEqual(['False', 'ScalingUp', 'Warning', 'Scaling up']);
  });

  test('counters go by Nodes, and available ones have been ready for long enough', () => {
    const since = (lastTransitionTime: string): Machine => machine('a', { status: { nodeRef: { name: 'n' }, conditions: [aCondition('NodeReady', 'True', { lastTransitionTime })] } });
    const machines = [since('2026-11-21T11:59:50Z'), since('2026-11-21T11:59:51Z'), machine('z', { conditions: { NodeReady: 'True' } }), machine('y', { metadata: { labels: {} } })];
    const machineSet = aMachineSet({ spec: { template: aTemplate({ minReadySeconds: 10 }) } });
    expect(report({ machines, machineSet }).status).toMatchObject({ deprecated: { v1beta1: { fullyLabeledReplicas: 3, readyReplicas: 2, availableReplicas: 1 } } });
  });
});

test('labels, selector and template stay within the Cluster', () => {
  const machineSet = aMachineSet({ metadata: { labels: {} }, spec: { selector: { matchLabels: { a: 'b' } }, template: aTemplate({}, { labels: { a: 'b' } }) } });
  const label = { 'cluster.x-k8s.io/cluster-name': 'c' };
  expect(report({ machineSet })).toMatchObject({
    metadata: { labels: label },
    spec: { selector: { matchLabels: { a: 'b', ...label } }, template: { metadata: { labels: { a: 'b', ...label } } } },
    status: { selector: 'a=b,cluster.x-k8s.io/cluster-name=c' },
  });
});

test('a MachineSet of a MachineDeployment that is not there yet is not given to the Cluster', () => {
  expect(report({ machineSet: aMachineSet({ metadata: { ownerReferences: [] } }) }).metadata).toEqual({ labels: { 'cluster.x-k8s.io/cluster-name': 'c' } });
});

test('upToDateRecheckMs says when a silent Machine starts to count', () => {
  const silent = (creationTimestamp: string): Machine => machine('z', { metadata: { creationTimestamp } });
  expect(upToDateRecheckMs([silent('2026-11-21T11:59:55Z'), silent('2026-11-21T11:59:52Z'), machine('a')], now)).toBe(2001);
  expect(upToDateRecheckMs([silent('2026-11-21T11:59:49Z'), machine('a')], now)).toBeUndefined();
});
