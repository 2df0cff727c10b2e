import { FooMachinePools, KubeadmConfigs, aCluster, aMachine, aMachinePool, found, now, refTo, withTemplate } from '../machinepool.fixtures.ts';
import { isNodeRemovalTimeUp, planExternalRemoval, planMachineRemoval, planNodeRemoval, type RemovalPlan } from './deletion.plan.ts';

const leaving = { deletionTimestamp: '2026-11-21T11:59:55Z' };
const summary = ({ targets, leaving: count }: RemovalPlan): unknown => [targets.map(({ object }) => `${object.kind} ${object.metadata.name}`), count];
const config = found(KubeadmConfigs);
const infra = found(FooMachinePools);

test.each([
  { name: 'both there', why: 'they go at once', bootstrapConfig: config, infraMachinePool: infra, want: [['KubeadmConfig p', 'FooMachinePool p'], 0] },
  { name: 'one going', why: 'it is asked once', bootstrapConfig: { kind: 'notFound' }, infraMachinePool: found(FooMachinePools, { metadata: leaving }), want: [[], 1] },
  { name: 'both gone', why: 'the next step may begin', bootstrapConfig: { kind: 'unset' }, infraMachinePool: { kind: 'notFound' }, want: [[], 0] },
] as const)('planExternalRemoval: $name → $want ($why)', ({ want, ...observed }) => {
  expect(summary(planExternalRemoval(observed))).toEqual(want);
});

test('what could not be read is not gone', () => {
  expect(() => planExternalRemoval({ bootstrapConfig: { kind: 'unset' }, infraMachinePool: { kind: 'failed', error: new Error('unreadable') } })).toThrow('unreadable');
});

test('Machines that are left go, those of others stay', () => {
  const machines = [aMachine('a'), aMachine('b', { metadata: leaving }), aMachine('c', { metadata: { ownerReferences: [] } })];
  expect(summary(planMachineRemoval({ machinePool: aMachinePool({ metadata: leaving }), machines }))).toEqual([['Machine a'], 1]);
});

const withNodes = aMachinePool({ metadata: leaving, status: { nodeRefs: [refTo('a')] } });

test.each([
  { name: 'Nodes that are left', why: 'nobody else deletes them', machinePool: withNodes, cluster: aCluster(), want: { step: 'delete' } },
  { name: 'no Nodes', why: 'there is nothing to ask for', machinePool: aMachinePool({ metadata: leaving }), cluster: aCluster(), want: { step: 'skip', cause: 'there are no nodeRefs' } },
  { name: 'a cluster that goes', why: 'its Nodes go with it', machinePool: withNodes, cluster: aCluster(leaving), want: { step: 'skip', cause: 'cluster is being deleted' } },
])('planNodeRemoval: $name → $want.step ($why)', ({ machinePool, cluster, want }) => {
  expect(planNodeRemoval({ machinePool, cluster })).toEqual(want);
});

test.each([
  { seconds: 10, why: 'the deletion began five seconds ago', want: false },
  { seconds: 5, why: 'nobody waits for ever', want: true },
  { seconds: 0, why: 'but who says so', want: false },
  { seconds: undefined, why: 'or says nothing', want: false },
])('the time for deleting Nodes is up after $seconds seconds: $want ($why)', ({ seconds, want }) => {
  const template = withTemplate(aMachinePool(), { deletion: { nodeDeletionTimeoutSeconds: seconds } });
  expect(isNodeRemovalTimeUp(aMachinePool({ metadata: leaving, spec: { template } }), now)).toBe(want);
});
