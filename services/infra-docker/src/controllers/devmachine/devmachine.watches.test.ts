import { fakeClient } from '@clusterwright/test-env';
import { aCluster, aDevMachine, anAuthority } from './devmachine.fixtures.ts';
import { authorityChanged, clusterMilestoneChanged, devMachinesOf, secretToDevMachines } from './devmachine.watches.ts';

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
  expect(await devMachinesOf(client, 'ns', 'c')).toEqual(want);
  expect(await secretToDevMachines(client)(anAuthority('ca'))).toEqual(want);
});
