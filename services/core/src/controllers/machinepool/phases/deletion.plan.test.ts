import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import { FooMachinePools, KubeadmConfigs, aCluster, aMachine, aMachinePool, aNode, connectedTo, disconnected, found, now, refTo, withTemplate } from '../machinepool.fixtures.ts';
import { planExternalRemoval, planMachineRemoval, planNodeRemoval, type RemovalPlan } from './deletion.plan.ts';

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

/** A pool whose deletion began five seconds ago. */
const pool = (nodeDeletionTimeoutSeconds: number | undefined, names: readonly string[] = ['a', 'b']): MachinePool =>
  aMachinePool({ metadata: leaving, spec: { template: withTemplate(aMachinePool(), { deletion: { nodeDeletionTimeoutSeconds } }) }, status: { nodeRefs: names.map(refTo) } });
const nodes = [aNode('a'), aNode('x')];

test.each([
  { name: 'Nodes that are left', why: 'only those of the pool', machinePool: pool(10), connection: connectedTo(nodes), want: ['delete', ['a']] },
  { name: 'no Nodes', why: 'there is nothing to ask', machinePool: pool(10, []), connection: disconnected, want: ['skip', 'there are no nodeRefs'] },
  { name: 'a cluster that goes', why: 'its Nodes go with it', machinePool: pool(10), cluster: aCluster(leaving), connection: connectedTo(nodes), want: ['skip', 'cluster is being deleted'] },
  { name: 'a deletion that takes long', why: 'nobody waits for ever', machinePool: pool(5), connection: connectedTo(nodes), want: ['skip', 'the node deletion timeout has passed'] },
  { name: 'a cluster out of reach', why: 'it may come back in time', machinePool: pool(10), connection: disconnected, want: ['waitForConnection', 5000] },
  { name: 'a cluster out of reach without limit', why: '0 is for ever', machinePool: pool(0), connection: disconnected, want: ['waitForConnection', undefined] },
])('planNodeRemoval: $name → $want ($why)', ({ machinePool, cluster = aCluster(), connection, want }) => {
  const plan = planNodeRemoval({ machinePool, cluster, connection }, now);
  const detail = { skip: () => 'cause' in plan && plan.cause, delete: () => 'nodes' in plan && plan.nodes.map(({ metadata }) => metadata.name), waitForConnection: () => 'leftMs' in plan && plan.leftMs }[plan.step]();
  expect([plan.step, detail]).toEqual(want);
});
