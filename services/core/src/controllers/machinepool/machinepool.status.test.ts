import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import { FooMachinePools, KubeadmConfigs, aMachine, aMachinePool, aNode, aScope, disconnected, earlier, found, idOf, readyInfra, refTo, withTemplate } from './machinepool.fixtures.ts';
import type { MachinePoolScope } from './machinepool.scope.ts';
import { reportMachinePool } from './machinepool.status.ts';
import { machinePoolPhase } from './status/phase.status.ts';

const report = (change: Partial<MachinePoolScope>) => reportMachinePool(aScope(change), { deleting: false, outcomes: [], errors: [] });
const provisioned = { initialization: { bootstrapDataSecretCreated: true, infrastructureProvisioned: true } };
const ready = (readyReplicas: number): MachinePool['status'] => ({ ...provisioned, deprecated: { v1beta1: { readyReplicas } } });
const managedBy = 'cluster.x-k8s.io/replicas-managed-by';
const managed = { annotations: { [managedBy]: '' } };

test.each([
  { name: 'a new pool', why: 'nothing happened yet', machinePool: aMachinePool(), want: 'Pending' },
  { name: 'bootstrap data', why: 'the provider makes instances', machinePool: aMachinePool({ status: { initialization: { bootstrapDataSecretCreated: true } } }), want: 'Provisioning' },
  { name: 'Nodes before the provider is done', why: 'instances run', machinePool: aMachinePool({ status: { initialization: { bootstrapDataSecretCreated: true }, nodeRefs: [refTo('a')] } }), want: 'Provisioned' },
  { name: 'too few ready Nodes', why: 'more are on their way', machinePool: aMachinePool({ status: { ...ready(1), nodeRefs: [refTo('a')] } }), want: 'ScalingUp' },
  { name: 'too many ready Nodes', why: 'some will go', machinePool: aMachinePool({ status: ready(3) }), want: 'ScalingDown' },
  { name: 'too few, scaled from outside', why: 'the direction is not ours', machinePool: aMachinePool({ metadata: managed, status: ready(1) }), want: 'Scaling' },
  { name: 'too many, scaled from outside', why: 'the direction is not ours', machinePool: aMachinePool({ metadata: managed, status: ready(3) }), want: 'Scaling' },
  { name: 'too few, scaled from somewhere', why: 'the name of the scaler is its own business', machinePool: aMachinePool({ metadata: { annotations: { [managedBy]: 'karpenter' } }, status: ready(1) }), want: 'Scaling' },
  { name: 'too few, and nobody outside', why: 'false means no', machinePool: aMachinePool({ metadata: { annotations: { [managedBy]: 'false' } }, status: ready(1) }), want: 'ScalingUp' },
  { name: 'as many as wanted', why: 'this is what was asked for', machinePool: aMachinePool({ status: ready(2) }), want: 'Running' },
  { name: 'zero of zero', why: 'this is what was asked for', machinePool: aMachinePool({ spec: { replicas: 0 }, status: provisioned }), want: 'Running' },
  { name: 'lost milestones', why: 'it is what it was', machinePool: aMachinePool({ status: { phase: 'Running', initialization: { bootstrapDataSecretCreated: false, infrastructureProvisioned: false } } }), want: 'Running' },
  { name: 'a deletion', why: 'whatever else holds', machinePool: aMachinePool({ metadata: { deletionTimestamp: earlier }, status: ready(2) }), want: 'Deleting' },
])('machinePoolPhase: $name → $want ($why)', ({ machinePool, want }) => {
  expect(machinePoolPhase(machinePool)).toBe(want);
});

describe('counters', () => {
  const counts = (change: Partial<MachinePoolScope>) => {
    const { replicas, readyReplicas, availableReplicas, upToDateReplicas, versions } = report(change).status ?? {};
    return [replicas, readyReplicas, availableReplicas, upToDateReplicas, versions];
  };
  const withoutMachines = { kind: 'unsupported' } as const;
  const machinePool = aMachinePool({ spec: { replicas: 3 }, status: { replicas: 2, versions: [{ version: 'v1.35.0', replicas: 2 }] } });

  test('are those of the Machines, where the provider has some', () => {
    const machines = [aMachine('a', { conditions: { Ready: 'True', Available: 'True', UpToDate: 'True' }, kubeletVersion: 'v1.36.3' }), aMachine('b', { conditions: { Ready: 'True', UpToDate: 'False' }, spec: { version: 'v1.36.2' } })];
    expect(counts({ machinePool, machines })).toEqual([2, 2, 1, 1, [{ version: 'v1.36.2', replicas: 1 }, { version: 'v1.36.3', replicas: 1 }]]);
    expect(counts({ machinePool, machines: [] })).toEqual([2, 0, 0, 0, undefined]);
  });

  test('are those of the provider and of the Nodes, where it has none', () => {
    const nodes = { kind: 'found', nodes: [aNode('a'), aNode('b', { kubeletVersion: 'v1.35.0' })] } as const;
    expect(counts({ machinePool, infraMachines: withoutMachines, nodes })).toEqual([2, 2, 2, 3, [{ version: 'v1.35.0', replicas: 1 }, { version: 'v1.36.3', replicas: 1 }]]);
  });

  test('of versions stay while the workload cluster cannot be asked', () => {
    expect(report({ machinePool, infraMachines: withoutMachines, connection: disconnected }).status).not.toHaveProperty('versions');
  });

  test.each([
    { name: 'infrastructure', change: { infraMachinePool: { kind: 'notFound' } } },
    { name: 'instances', change: { infraMachines: { kind: 'failed', error: new Error('unreadable') } } },
  ] satisfies { name: string; change: Partial<MachinePoolScope> }[])('stay while the $name cannot be known', ({ change }) => {
    expect(Object.keys(report({ machinePool, ...change }).status ?? {})).toEqual(['nodeRefs', 'phase', 'deprecated']);
  });

  test('of the older API leave out what is 0', () => {
    const counted = aMachinePool({ status: { deprecated: { v1beta1: { readyReplicas: 0, availableReplicas: 0, unavailableReplicas: 2 } } } });
    expect(report({ machinePool: counted }).status?.['deprecated']).toEqual({ v1beta1: { readyReplicas: undefined, availableReplicas: undefined, unavailableReplicas: 2 } });
  });
});

describe('conditions of the older API', () => {
  const conditions = (change: Partial<MachinePoolScope>): string[] => (report(change).v1beta1Conditions ?? []).map(({ type, status, severity, reason, message }) => [type, status, severity, reason, message].filter(Boolean).join(' '));
  const bare = found(KubeadmConfigs);
  const bareInfra = found(FooMachinePools, { status: { replicas: 2 } });
  const users = aMachinePool({ spec: { template: withTemplate(aMachinePool(), { bootstrap: { dataSecretName: 'mine' } }) }, status: provisioned });
  const listed = (readyReplicas: number, conditionsBefore: readonly { type: string; status: string; lastTransitionTime: string }[] = []): MachinePool =>
    aMachinePool({ spec: { providerIDList: [idOf('a'), idOf('b')] }, status: { ...provisioned, replicas: 2, deprecated: { v1beta1: { readyReplicas, conditions: [...conditionsBefore] } } } });
  const done = aMachinePool({ status: provisioned });
  const two = { kind: 'found', nodes: [aNode('a'), aNode('b')] } as const;
  const none = { kind: 'found', nodes: [] } as const;
  const before = [{ type: 'ReplicasReady', status: 'True', lastTransitionTime: earlier }];
  const given = { bootstrapConfig: { kind: 'unset' }, infraMachinePool: found(FooMachinePools, readyInfra) } as const;

  test.each([
    { name: 'objects that say nothing', why: 'what they wait for is known', change: { bootstrapConfig: bare, infraMachinePool: bareInfra }, want: ['Ready False Info WaitingForDataSecret', 'BootstrapReady False Info WaitingForDataSecret', 'InfrastructureReady False Info WaitingForInfrastructure'] },
    { name: 'objects that are well', why: 'one of them has a condition for it', change: { machinePool: done }, want: ['Ready True', 'BootstrapReady True Ready', 'InfrastructureReady True'] },
    { name: 'data of the user', why: 'nobody makes them', change: { ...given, machinePool: users }, want: ['Ready True', 'BootstrapReady True', 'InfrastructureReady True'] },
    { name: 'no infrastructure', why: 'the reference leads nowhere', change: { bootstrapConfig: bare, infraMachinePool: { kind: 'notFound' } }, want: ['Ready False Error IncorrectExternalRef could not find infra reference of kind FooMachinePool with name p', 'BootstrapReady False Info WaitingForDataSecret', 'InfrastructureReady False Error IncorrectExternalRef could not find infra reference of kind FooMachinePool with name p'] },
    { name: 'all Nodes ready', why: 'nothing is missing', change: { ...given, machinePool: listed(2), nodes: two }, want: ['Ready True', 'InfrastructureReady True', 'ReplicasReady True'] },
    { name: 'a Node not ready', why: 'it counts as missing', change: { ...given, machinePool: listed(1), nodes: two }, want: ['Ready False Info WaitingForReplicasReady', 'InfrastructureReady True', 'ReplicasReady False Info WaitingForReplicasReady'] },
    { name: 'the first Node awaited', why: 'nothing can be said of replicas yet', change: { ...given, machinePool: listed(0), nodes: none }, want: ['Ready True', 'InfrastructureReady True'] },
    { name: 'no Node any more', why: 'what was true is not', change: { ...given, machinePool: listed(0, before), nodes: none }, want: ['Ready False Info WaitingForReplicasReady', 'InfrastructureReady True', 'ReplicasReady False Info WaitingForReplicasReady'] },
    { name: 'no connection', why: 'what was said stands', change: { ...given, machinePool: listed(2, before), connection: disconnected }, want: ['Ready True', 'InfrastructureReady True'] },
  ] satisfies { name: string; why: string; change: Partial<MachinePoolScope>; want: string[] }[])('$name ($why)', ({ change, want }) => {
    expect(conditions(change)).toEqual(want);
  });
});

test('labels, owner and what was learned are kept, others stay', () => {
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'u' };
  const machinePool = aMachinePool({ metadata: { ownerReferences: [owner] }, spec: { providerIDList: [], template: withTemplate(aMachinePool(), { bootstrap: { dataSecretName: 'data' } }) } });
  const { metadata, spec } = report({ machinePool });
  expect(metadata).toEqual({ labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [owner, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-c' }] });
  expect(spec).toEqual({ providerIDList: undefined, template: { spec: { bootstrap: { dataSecretName: 'data' } } } });
});

test('a pool that goes says no more than that', () => {
  const machinePool = aMachinePool({ metadata: { deletionTimestamp: earlier }, status: ready(2) });
  const { spec, status, v1beta1Conditions } = reportMachinePool(aScope({ machinePool }), { deleting: true, outcomes: [], errors: [] });
  expect([spec, status, v1beta1Conditions]).toEqual([undefined, { phase: 'Deleting' }, []]);
});
