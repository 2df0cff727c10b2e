import { fakeClient } from '@clusterwright/test-env/client.fake';
import { aCluster, aCondition, aControlPlane, aMachine, anInfraMachine, aNode, aTemplate } from './kubeadmcontrolplane.fixtures.ts';
import { clusterKeyToControlPlane, clusterMatters, clusterToControlPlane, controlPlaneMatters, machineMatters, machinePoolMatters, machineToControlPlane, nodeMatters, templateToControlPlanes } from './kubeadmcontrolplane.watches.ts';

const key = { namespace: 'ns', name: 'cp' };
const worker = () => {
  const machine = aMachine('w', { metadata: { labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [] } });
  return machine;
};

test('a Cluster leads to its control plane, where that is ours', async () => {
  const client = fakeClient([aCluster()]);
  expect(clusterToControlPlane(aCluster())).toEqual([key]);
  expect(clusterToControlPlane(aCluster({ spec: { controlPlaneRef: { apiGroup: 'x', kind: 'Other', name: 'cp' } } }))).toEqual([]);
  expect(await clusterKeyToControlPlane(client)({ namespace: 'ns', name: 'c' })).toEqual([key]);
  expect(await clusterKeyToControlPlane(client)({ namespace: 'ns', name: 'gone' })).toEqual([]);
});

test('a Machine leads to its owner, a worker to the control plane of its cluster', async () => {
  const toKeys = machineToControlPlane(fakeClient([aCluster()]));
  expect(await toKeys(aMachine('m'))).toEqual([key]);
  expect(await toKeys(worker())).toEqual([key]);
});

const patched = (conditions: ReturnType<typeof aCondition>[], resourceVersion = '2') => aMachine('m', { conditions, metadata: { resourceVersion } });
const machines = [
  { name: 'created', why: 'it is new', next: aMachine('m'), previous: undefined, want: true },
  { name: 'gone', why: 'its replacement may follow', next: undefined, previous: aMachine('m'), want: true },
  { name: 'our own conditions', why: 'we said it ourselves', next: patched([aCondition('EtcdMemberHealthy', 'False')]), previous: patched([aCondition('EtcdMemberHealthy')], '1'), want: false },
  { name: 'somebody’s condition', why: 'it may be Ready', next: patched([aCondition('Ready')]), previous: patched([aCondition('Ready', 'False')], '1'), want: true },
  { name: 'a worker changed', why: 'workers do not concern us', next: worker(), previous: aMachine('w'), want: false },
  { name: 'a worker gone', why: 'deletion may wait for it', next: undefined, previous: worker(), want: true },
  { name: 'an annotation', why: 'users mark Machines so', next: aMachine('m', { metadata: { annotations: { x: '' } } }), previous: aMachine('m'), want: true },
];
test.each(machines)('machineMatters: $name → $want ($why)', ({ next, previous, want }) => {
  expect(machineMatters(next, previous)).toBe(want);
});

const clusters = [
  { name: 'infrastructure provisioned', why: 'Machines may come', next: aCluster(), previous: aCluster({ status: {} }), want: true },
  { name: 'endpoint set', why: 'kubeconfig and Machines need it', next: aCluster(), previous: aCluster({ spec: { controlPlaneEndpoint: undefined } }), want: true },
  { name: 'unpaused', why: 'work goes on', next: aCluster(), previous: aCluster({ spec: { paused: true } }), want: true },
  { name: 'topology version', why: 'the next step may be ours', next: aCluster({ spec: { topology: { version: 'v2', classRef: { name: 'x' } } } }), previous: aCluster({ spec: { topology: { version: 'v1', classRef: { name: 'x' } } } }), want: true },
  { name: 'its conditions', why: 'most of them come from us', next: aCluster({ status: { initialization: { infrastructureProvisioned: true }, conditions: [aCondition('Available')] } }), previous: aCluster(), want: false },
];
test.each(clusters)('clusterMatters: $name → $want ($why)', ({ next, previous, want }) => {
  expect(clusterMatters(next, previous)).toBe(want);
});

test('our own status wakes nobody, a change of spec or annotations does', () => {
  const before = aControlPlane();
  expect(controlPlaneMatters({ ...aControlPlane({ status: { replicas: 1 } }), metadata: { ...before.metadata, resourceVersion: '2' } }, before)).toBe(false);
  expect(controlPlaneMatters(aControlPlane({ spec: { replicas: 5 } }), before)).toBe(true);
  expect(controlPlaneMatters(aControlPlane({ metadata: { annotations: { x: '' } } }), before)).toBe(true);
  expect(controlPlaneMatters(undefined, before)).toBe(true);
});

const nodes = [
  { name: 'marked by kubeadm', why: 'the label is waited for', next: aNode('n'), previous: aNode('n', { labels: {} }), want: true },
  { name: 'not ready', why: 'its Pods may be gone', next: aNode('n', { ready: 'Unknown' }), previous: aNode('n'), want: true },
  { name: 'a heartbeat', why: 'nothing changed', next: aNode('n'), previous: aNode('n'), want: false },
  { name: 'a worker', why: 'not ours', next: aNode('n', { labels: {} }), previous: undefined, want: false },
  { name: 'gone', why: 'somebody deleted it', next: undefined, previous: aNode('n'), want: true },
];
test.each(nodes)('nodeMatters: $name → $want ($why)', ({ next, previous, want }) => {
  expect(nodeMatters(next, previous)).toBe(want);
});

test('only the end of a MachinePool matters', () => {
  expect(machinePoolMatters(aMachine('p'))).toBe(false);
  expect(machinePoolMatters(undefined)).toBe(true);
});

test('a template leads to the control planes that refer to it; other provider objects to nobody', async () => {
  const toKeys = templateToControlPlanes(fakeClient([aControlPlane()]));
  expect(await toKeys(aTemplate())).toEqual([key]);
  expect(await toKeys({ ...aTemplate(), metadata: { name: 'other', namespace: 'ns' } })).toEqual([]);
  expect(await toKeys(anInfraMachine('m'))).toEqual([]);
});
