import type { Machine } from '@clusterwright/api/core/v1beta2';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { FooMachinePools, FooMachines, KubeadmConfigs, aCluster, aMachine, aMachinePool, aNode, anInfraMachine, anObject, earlier, idOf, poolLabel, poolOwner, refTo } from './machinepool.fixtures.ts';
import { clusterToMachinePools, externalToMachinePools, machineMatters, machineToMachinePools, nodeToMachinePools } from './machinepool.watches.ts';

const p = [{ namespace: 'ns', name: 'p' }];
const longName = 'long'.repeat(20);
const waitsForNothing = { spec: { clusterName: 'c', bootstrap: {}, infrastructureRef: { apiGroup: 'x', kind: 'y', name: 'z' } } };
const client = new FakeClient({
  objects: [
    aMachinePool({ spec: { providerIDList: [idOf('a')] }, status: { nodeRefs: [refTo('old')] } }),
    aMachinePool({ metadata: { name: 'other' }, spec: { clusterName: 'd', template: waitsForNothing } }),
    aMachinePool({ metadata: { name: 'p', namespace: 'elsewhere' } }),
    aMachinePool({ metadata: { name: longName }, spec: { template: waitsForNothing } }),
  ],
});

test('a Cluster concerns its pools, in its namespace', async () => {
  expect(await clusterToMachinePools(client)(aCluster())).toEqual([...p, { namespace: 'ns', name: longName }]);
});

test('a Machine concerns the pool that owns it', () => {
  expect(machineToMachinePools(aMachine('a'))).toEqual(p);
  expect(machineToMachinePools(aMachine('a', { metadata: { ownerReferences: [] } }))).toEqual([]);
});

const unlabelled = (name = 'p') => anObject(FooMachinePools, name);
const owned = anObject(KubeadmConfigs, 'p', { metadata: { ownerReferences: [poolOwner] } });
const hashed = anInfraMachine('a', { labels: { ...poolLabel, 'cluster.x-k8s.io/pool-name': 'hash_ekz2lQ_z' } });

test.each([
  { name: 'an object that a pool owns', why: 'each change of it', object: owned, previous: owned, want: p },
  { name: 'an object that a pool waits for', why: 'it came', object: unlabelled(), previous: undefined, want: p },
  { name: 'an object that nobody waits for', why: 'it is of somebody else', object: unlabelled('q'), previous: undefined, want: [] },
  { name: 'an object without owner that changes', why: 'the pool saw it when it came', object: unlabelled(), previous: unlabelled(), want: [] },
  { name: 'a new instance', why: 'it gets a Machine', object: anInfraMachine('a'), previous: undefined, want: p },
  { name: 'an instance with an ID', why: 'its Node can be found', object: anInfraMachine('a'), previous: anObject(FooMachines, 'a', { metadata: { labels: poolLabel } }), want: p },
  { name: 'an instance that changes otherwise', why: 'that is the business of its Machine', object: { ...anInfraMachine('a'), status: { ready: true } }, previous: anInfraMachine('a'), want: [] },
  { name: 'an instance of another cluster', why: 'a pool may have the same name there', object: anInfraMachine('a', { labels: { ...poolLabel, 'cluster.x-k8s.io/cluster-name': 'd' } }), previous: undefined, want: [] },
])('externalToMachinePools: $name → $want ($why)', async ({ object, previous, want }) => {
  expect(await externalToMachinePools(client)(object, previous)).toEqual(want);
});

test('an instance of a pool with a long name is found by the hash of the name', async () => {
  expect(await externalToMachinePools(client)(hashed, undefined)).toEqual([{ namespace: 'ns', name: longName }]);
});

test.each([
  { name: 'a Node of an instance', why: 'it may be ready now', next: aNode('a'), previous: undefined, want: p },
  { name: 'a Node that is named', why: 'its instance may be gone', next: aNode('old'), previous: undefined, want: p },
  { name: 'a Node that vanished', why: 'it is ready no more', next: undefined, previous: aNode('a'), want: p },
  { name: 'a heartbeat', why: 'it changes nothing', next: aNode('a', { metadata: { resourceVersion: '8' } }), previous: aNode('a'), want: [] },
  { name: 'a Node of somebody else', why: 'no pool has its instance', next: aNode('x'), previous: undefined, want: [] },
])('nodeToMachinePools: $name → $want ($why)', async ({ next, previous, want }) => {
  expect(await nodeToMachinePools(client)({ namespace: 'ns', name: 'c' }, next, previous)).toEqual(want);
});

test.each([
  { name: 'Ready', why: 'it is counted', change: aMachine('a', { conditions: { Ready: 'True' } }), want: true },
  { name: 'a label', why: 'the template decides', change: aMachine('a', { metadata: { labels: {} } }), want: true },
  { name: 'the beginning of its end', why: 'it is up to date no more', change: aMachine('a', { metadata: { deletionTimestamp: earlier } }), want: true },
  { name: 'another condition', why: 'a pool does not look at it', change: aMachine('a', { conditions: { NodeHealthy: 'True' } }), want: false },
  { name: 'its providerID', why: 'the provider told the pool', change: aMachine('a', { spec: { providerID: 'x' } }), want: false },
] satisfies { name: string; why: string; change: Machine; want: boolean }[])('a change of a Machine in $name matters: $want ($why)', ({ change, want }) => {
  expect(machineMatters(change, aMachine('a'))).toBe(want);
});

test('that a Machine comes or goes always matters', () => {
  expect([machineMatters(aMachine('a'), undefined), machineMatters(undefined, aMachine('a'))]).toEqual([true, true]);
});
