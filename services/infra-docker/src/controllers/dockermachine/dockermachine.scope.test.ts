import type { KubeObject } from '@clusterwright/api';
import { containerNameOf } from './dockermachine.scope.ts';

const cluster = { 'cluster.x-k8s.io/cluster-name': 'k' };
const owner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', name: 'm', uid: 'u' };
const pool = { ...cluster, 'cluster.x-k8s.io/pool-name': 'p' };

const cases = [
  { name: 'owned by a Machine', why: 'named after it', labels: cluster, owners: [owner], providerID: undefined, want: 'k-m' },
  { name: 'owned, and complete', why: 'the Machine decides', labels: cluster, owners: [owner], providerID: 'docker:////other', want: 'k-m' },
  { name: 'orphaned after it was complete', why: 'its container must not outlive it', labels: cluster, owners: [], providerID: 'docker:////k-m', want: 'k-m' },
  { name: 'orphaned before', why: 'nothing else is known', labels: cluster, owners: [], providerID: undefined, want: 'k-d' },
  { name: 'simulated', why: 'that names no container', labels: cluster, owners: [], providerID: 'inmemory:////x', want: 'k-d' },
  { name: 'of a pool', why: 'made before its Machine', labels: pool, owners: [owner], providerID: undefined, want: 'k-d' },
  { name: 'of no cluster, and complete', why: 'somebody took the label away', labels: {}, owners: [owner], providerID: 'docker:////k-m', want: 'k-m' },
  { name: 'of no cluster', why: 'it never had a container', labels: {}, owners: [owner], providerID: undefined, want: undefined },
];
test.each(cases)('the container of an object that is $name: $want ($why)', ({ labels, owners, providerID, want }) => {
  const object = { apiVersion: 'v1', kind: 'DevMachine', metadata: { name: 'd', labels, ownerReferences: owners }, spec: { providerID } };
  expect(containerNameOf(object as KubeObject)).toBe(want);
});
