import { fakeClient } from '@clusterwright/test-env';
import { aCluster, aDevMachine, aMachine, anAuthority } from './devmachine.fixtures.ts';
import { authorityChanged, clusterMilestoneChanged, clusterToDevMachines, machineToDevMachine, provisioningInputChanged, secretToDevMachines } from './devmachine.watches.ts';

test.each([
  { name: 'its own', ref: {}, want: [{ namespace: 'ns', name: 'm' }] },
  { name: 'of another kind', ref: { kind: 'CloudStackMachine' }, want: [] },
  { name: 'of another group', ref: { apiGroup: 'infrastructure.example.com' }, want: [] },
])('a Machine leads to its DevMachine: $name', ({ ref, want }) => {
  const machine = aMachine();
  expect(machineToDevMachine({ ...machine, spec: { ...machine.spec, infrastructureRef: { ...machine.spec.infrastructureRef, ...ref } } })).toEqual(want);
});

const withoutData = aMachine({}, { bootstrap: {} });
test.each([
  { name: 'it appears', next: withoutData, previous: undefined, want: true },
  { name: 'its bootstrap data come', next: aMachine(), previous: withoutData, want: true },
  { name: 'something else changes', next: aMachine({}, { version: 'v1.37.0' }), previous: aMachine(), want: false },
  { name: 'it goes', next: undefined, previous: aMachine(), want: false },
])('a Machine wakes its DevMachine when $name: $want', ({ next, previous, want }) => {
  expect(provisioningInputChanged(next, previous)).toBe(want);
});

test.each([
  { name: 'it appears', next: aCluster(), previous: undefined, want: true },
  { name: 'infrastructure comes', next: aCluster({ infrastructureProvisioned: true }), previous: aCluster({}), want: true },
  { name: 'the control plane is initialized', next: aCluster(), previous: aCluster({ infrastructureProvisioned: true }), want: true },
  { name: 'it is paused', next: aCluster({}, { paused: true }), previous: aCluster({}), want: true },
  { name: 'it is no longer paused', next: aCluster({}, { paused: false }), previous: aCluster({}, { paused: true }), want: true },
  { name: 'paused is written out', next: aCluster({}, { paused: false }), previous: aCluster({}), want: false },
  { name: 'something else changes', next: aCluster({}, { clusterNetwork: { serviceDomain: 'x' } }), previous: aCluster({}), want: false },
  { name: 'it goes', next: undefined, previous: aCluster(), want: false },
])('a Cluster wakes its DevMachines when $name: $want', ({ next, previous, want }) => {
  expect(clusterMilestoneChanged(next, previous)).toBe(want);
});

const renamed = (name: string) => ({ ...anAuthority('ca'), metadata: { ...anAuthority('ca').metadata, name } });
test.each([
  { name: 'an authority appears', next: anAuthority('ca'), previous: undefined, want: true },
  { name: 'the authority of etcd is repaired', next: anAuthority('etcd'), previous: anAuthority('etcd', { 'tls.crt': 'x' }), want: true },
  { name: 'only its metadata change', next: { ...anAuthority('ca'), metadata: { ...anAuthority('ca').metadata, resourceVersion: '2' } }, previous: anAuthority('ca'), want: false },
  { name: 'the kubeconfig appears', next: renamed('c-kubeconfig'), previous: undefined, want: false },
  { name: 'the authority of another cluster has a label of this one', next: renamed('other-ca'), previous: undefined, want: false },
  { name: 'it goes', next: undefined, previous: anAuthority('ca'), want: false },
])('a Secret wakes DevMachines when $name: $want', ({ next, previous, want }) => {
  expect(authorityChanged(next, previous)).toBe(want);
});

test('Clusters and Secrets lead to the DevMachines of their cluster alone', async () => {
  const stranger = { ...aDevMachine({ name: 'x' }), metadata: { ...aDevMachine({ name: 'x' }).metadata, labels: { 'cluster.x-k8s.io/cluster-name': 'other' } } };
  const elsewhere = { ...aDevMachine({ name: 'y' }), metadata: { ...aDevMachine({ name: 'y' }).metadata, namespace: 'elsewhere' } };
  const client = fakeClient([aDevMachine(), aDevMachine({ name: 'n' }), stranger, elsewhere]);
  const want = [{ namespace: 'ns', name: 'm' }, { namespace: 'ns', name: 'n' }];
  expect(await clusterToDevMachines(client)(aCluster())).toEqual(want);
  expect(await secretToDevMachines(client)(anAuthority('ca'))).toEqual(want);
});
