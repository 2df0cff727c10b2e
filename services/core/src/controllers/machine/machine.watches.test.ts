import { FakeClient } from '@clusterwright/test-env/client.fake';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { aCluster, aMachine, aMachineDeployment, aMachineSet, aNode, aRunningMachine, condition, external } from './machine.fixtures.ts';
import { clusterMatters, clusterToMachines, externalToMachines, machineDeploymentToMachines, machineSetToMachines, nodeMatters, nodeToMachines, templateMatters } from './machine.watches.ts';

const key = { namespace: 'default', name: 'm' };
const worker = aRunningMachine({ metadata: { ...aMachine().metadata, labels: { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/deployment-name': 'md' } } });
const stranger = aRunningMachine({ metadata: { name: 'x', namespace: 'default', uid: 'uid-x', ownerReferences: [], labels: { 'cluster.x-k8s.io/cluster-name': 'other' } }, status: { nodeRef: { name: 'n' } } });
const client = () => new FakeClient({ objects: [worker, stranger] });

test('a Cluster wakes its Machines', async () => {
  expect(await clusterToMachines(client())(aCluster())).toEqual([key]);
});

const clusterCases: { name: string; next: Cluster | undefined; previous: Cluster | undefined; want: boolean }[] = [
  { name: 'appears', next: aCluster(), previous: undefined, want: true },
  { name: 'is gone', next: undefined, previous: aCluster(), want: false },
  { name: 'is paused', next: aCluster({ spec: { paused: true } }), previous: aCluster(), want: true },
  { name: 'has infrastructure', next: aCluster(), previous: aCluster({ status: { initialization: {}, conditions: aCluster().status?.conditions ?? [] } }), want: true },
  { name: 'has a control plane', next: aCluster(), previous: aCluster({ status: { initialization: { infrastructureProvisioned: true }, conditions: [condition('ControlPlaneInitialized', 'False')] } }), want: true },
  { name: 'changes elsewhere', next: aCluster({ metadata: { ...aCluster().metadata, labels: { a: 'b' } } }), previous: aCluster(), want: false },
];
test.each(clusterCases)('a Cluster that $name wakes Machines: $want', ({ next, previous, want }) => {
  expect(clusterMatters(next, previous)).toBe(want);
});

test('owners wake their Machines when template or revision change, and not when they scale', async () => {
  expect(await machineSetToMachines(client())(aMachineSet())).toEqual([key]);
  expect(await machineDeploymentToMachines(client())(aMachineDeployment())).toEqual([key]);
  const generation = (value: number, spec = {}) => aMachineDeployment({ metadata: { ...aMachineDeployment().metadata, generation: value }, spec });
  expect(templateMatters(generation(2, { replicas: 3 }), generation(1))).toBe(false);
  expect(templateMatters(generation(2, { rollout: { after: '2026-01-01T00:00:00Z' } }), generation(1))).toBe(true);
  const revision = (value: string) => aMachineSet({ metadata: { ...aMachineSet().metadata, annotations: { 'machinedeployment.clusters.x-k8s.io/revision': value } } });
  expect(templateMatters(revision('2'), revision('1'))).toBe(true);
  expect(templateMatters(revision('1'), undefined)).toBe(false);
});

test('a provider object wakes its owner; a new one without owner wakes who waits for it', async () => {
  const orphan = external('DevMachine', { metadata: { ownerReferences: [] } });
  expect(await externalToMachines(client())(external('DevMachine'), external('DevMachine'))).toEqual([key]);
  expect(await externalToMachines(client())(orphan, undefined)).toEqual([key, { namespace: 'default', name: 'x' }]);
  expect(await externalToMachines(client())(orphan, orphan)).toEqual([]);
  expect(await externalToMachines(client())(external('DevMachine', { metadata: { ownerReferences: [], name: 'nobody' } }), undefined)).toEqual([]);
});

test('a Node wakes the Machine that names it, else the one on its instance, of its own cluster only', async () => {
  const cluster = { namespace: 'default', name: 'c' };
  const toMachines = nodeToMachines(client());
  expect(await toMachines(cluster, aNode(), undefined)).toEqual([key]);
  expect(await toMachines(cluster, undefined, aNode())).toEqual([key]);
  expect(await toMachines(cluster, aNode({ metadata: { name: 'renamed' } }), undefined)).toEqual([key]);
  expect(await toMachines(cluster, aNode({ metadata: { name: 'renamed' }, spec: { providerID: 'x://2' } }), undefined)).toEqual([]);
});

test('a heartbeat wakes nobody', () => {
  const beat = aNode({ status: { ...aNode().status, conditions: aNode().status?.conditions?.map((each) => ({ ...each, lastHeartbeatTime: '2026-11-21T12:00:00Z' })) ?? [] } });
  expect(nodeMatters(beat, aNode())).toBe(false);
  expect(nodeMatters(aNode({ conditions: [['Ready', 'False']] }), aNode())).toBe(true);
  expect(nodeMatters(aNode({ spec: { providerID: 'in-memory://m', taints: [] } }), aNode())).toBe(true);
});
