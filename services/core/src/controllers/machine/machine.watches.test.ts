import { FakeClient } from '@clusterwright/test-env/client.fake';
import { aCluster, aMachine, aMachineDeployment, aMachineSet, aNode, aRunningMachine, external } from './machine.fixtures.ts';
import { clusterToMachines, externalToMachines, machineDeploymentToMachines, machineSetToMachines, nodeToMachines, templateMatters } from './machine.watches.ts';

const key = { namespace: 'default', name: 'm' };
const worker = aRunningMachine({ metadata: { ...aMachine().metadata, labels: { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/deployment-name': 'md' } } });
const stranger = aRunningMachine({ metadata: { name: 'x', namespace: 'default', uid: 'uid-x', ownerReferences: [], labels: { 'cluster.x-k8s.io/cluster-name': 'other' } }, status: { nodeRef: { name: 'n' } } });
const client = () => new FakeClient({ objects: [worker, stranger] });

test('a Cluster wakes its Machines', async () => {
  expect(await clusterToMachines(client())(aCluster())).toEqual([key]);
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
