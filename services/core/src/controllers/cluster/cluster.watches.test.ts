import { aCluster, aCondition, aControlPlane, aMachine, aMachineDeployment, anInfraCluster } from './cluster.fixtures.ts';
import { isForeignChange, machineUrgency, referencedUrgency, referencingClusterKeys, scalableUrgency } from './cluster.watches.ts';

const deletionTimestamp = '2026-11-21T12:00:00Z';

test.each([
  { name: 'a new Machine', why: 'more will come', next: aMachine(), previous: undefined, want: 'soon' },
  { name: 'a Machine that is gone', why: 'the Cluster may wait for just this one', next: aMachine({ metadata: { deletionTimestamp } }), previous: undefined, want: 'shortly' },
  { name: 'a status', why: 'counters change', next: aMachine({ conditions: [aCondition('Ready', 'True')] }), previous: aMachine(), want: 'soon' },
  { name: 'a message', why: 'only words', next: aMachine({ conditions: [aCondition('Ready', 'False', 'X', 'b')] }), previous: aMachine({ conditions: [aCondition('Ready', 'False', 'X', 'a')] }), want: 'later' },
  { name: 'a condition that Clusters do not sum up', why: 'nothing of it is shown', next: aMachine({ conditions: [aCondition('NodeHealthy', 'True')] }), previous: aMachine(), want: 'never' },
  { name: 'the first Node', why: 'stand-alone control planes are initialized by it', next: aMachine({ status: { nodeRef: { name: 'n' } } }), previous: aMachine(), want: 'soon' },
])('machineUrgency: $name → $want ($why)', ({ next, previous, want }) => {
  expect(machineUrgency(next, previous)).toBe(want);
});

test.each([
  { name: 'replicas', next: aMachineDeployment({ status: { replicas: 1 } }), want: 'soon' },
  { name: 'Available', next: aMachineDeployment({ status: { conditions: [aCondition('Available', 'True')] } }), want: 'now' },
  { name: 'an annotation', next: aMachineDeployment({ metadata: { annotations: { a: 'b' } } }), want: 'never' },
  { name: 'a message', next: aMachineDeployment({ status: { conditions: [aCondition('Available', 'False', 'X', 'y')] } }), want: 'soon' },
])('scalableUrgency: $name → $want', ({ next, want }) => {
  expect(scalableUrgency(next, aMachineDeployment())).toBe(want);
});

const { object: infraCluster } = anInfraCluster();
test.each([
  { name: 'provisioned', next: anInfraCluster({ status: { initialization: { provisioned: true } } }), want: 'now' },
  { name: 'an endpoint', next: anInfraCluster({ spec: { controlPlaneEndpoint: { host: 'h', port: 1 } } }), want: 'now' },
  { name: 'its labels', next: anInfraCluster({ metadata: { labels: {} } }), want: 'now' },
  { name: 'Available', next: anInfraCluster({ status: { conditions: [aCondition('Available', 'True')] } }), want: 'now' },
  { name: 'a counter', next: anInfraCluster({ status: { readyReplicas: 1 } }), want: 'soon' },
  { name: 'something of the provider alone', next: anInfraCluster({ status: { network: 'n' } }), want: 'never' },
])('referencedUrgency: $name → $want', ({ next, want }) => {
  expect(referencedUrgency(next.object, infraCluster)).toBe(want);
});

test('before adoption, the Clusters that refer to an object are woken', async () => {
  const clusters = [aCluster(), aCluster({ metadata: { name: 'other' }, spec: { infrastructureRef: undefined, controlPlaneRef: undefined } })];
  const { object } = aControlPlane({ metadata: { ownerReferences: [] } });
  expect(await referencingClusterKeys(object, async () => clusters)).toEqual([{ namespace: 'default', name: 'c1' }]);
  expect(await referencingClusterKeys(infraCluster, async () => [])).toEqual([{ namespace: 'default', name: 'c1' }]);
});

test.each([
  { name: 'spec', next: aCluster({ spec: { paused: true } }), want: true },
  { name: 'an annotation', next: aCluster({ metadata: { annotations: { a: 'b' } } }), want: true },
  { name: 'a condition of another controller', next: aCluster({ status: { conditions: [aCondition('TopologyReconciled', 'True')] } }), want: true },
  { name: 'our own condition', next: aCluster({ status: { conditions: [aCondition('Available', 'True')] } }), want: false },
  { name: 'the resource version', next: aCluster({ metadata: { resourceVersion: '9' } }), want: false },
])('isForeignChange: $name → $want', ({ next, want }) => {
  expect(isForeignChange(['Available'])(next, aCluster())).toBe(want);
});

test('a Cluster that appears or vanishes is always looked at', () => {
  expect([isForeignChange([])(aCluster(), undefined), isForeignChange([])(undefined, aCluster())]).toEqual([true, true]);
});
