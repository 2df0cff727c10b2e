import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { Secret } from '@clusterwright/api/kubernetes';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { clusterMatters, clusterOfKubeconfig, kubeconfigChanged, readKubeconfig } from './create-workload-clusters.ts';

const aSecret = (name: string, value = 'a'): Secret => ({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'ns', name }, data: { value } });
const aCluster = (initialization: object, labels = {}): Cluster => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', labels }, spec: {}, status: { initialization } });

test('a kubeconfig Secret names its Cluster', () => {
  expect(clusterOfKubeconfig(aSecret('c1-kubeconfig'))).toEqual([{ namespace: 'ns', name: 'c1' }]);
  expect(clusterOfKubeconfig(aSecret('c1-ca'))).toEqual([]);
});

const secretCases = [
  { name: 'new', next: aSecret('c1-kubeconfig'), previous: undefined, want: true },
  { name: 'new value', next: aSecret('c1-kubeconfig', 'b'), previous: aSecret('c1-kubeconfig'), want: true },
  { name: 'same value', next: aSecret('c1-kubeconfig'), previous: aSecret('c1-kubeconfig'), want: false },
  { name: 'deleted', next: undefined, previous: aSecret('c1-kubeconfig'), want: false },
  { name: 'another Secret', next: aSecret('c1-ca'), previous: undefined, want: false },
];
test.each(secretCases)('a kubeconfig Secret that is $name → $want', ({ next, previous, want }) => {
  expect(kubeconfigChanged(next, previous)).toBe(want);
});

const clusterCases = [
  { name: 'appears', next: aCluster({}), previous: undefined, want: true },
  { name: 'is gone', next: undefined, previous: aCluster({}), want: true },
  { name: 'is provisioned', next: aCluster({ infrastructureProvisioned: true }), previous: aCluster({}), want: true },
  { name: 'has an initialized control plane', next: aCluster({ controlPlaneInitialized: true }), previous: aCluster({}), want: true },
  { name: 'changes elsewhere', next: aCluster({}, { a: 'b' }), previous: aCluster({}), want: false },
];
test.each(clusterCases)('a Cluster that $name → $want', ({ next, previous, want }) => {
  expect(clusterMatters(next, previous)).toBe(want);
});

const lookups: { name: string; why: string; labels: Record<string, string>; isMissed: boolean; want: string | undefined }[] = [
  { name: 'labelled', why: 'it is watched', labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, isMissed: false, want: 'k' },
  { name: 'without label, at the first look', why: 'it would cost a request in every new cluster', labels: {}, isMissed: false, want: undefined },
  { name: 'without label, later', why: 'users may bring their own', labels: {}, isMissed: true, want: 'k' },
];
test.each(lookups)('a kubeconfig Secret $name is read as $want ($why)', async ({ labels, isMissed, want }) => {
  const secret = aSecret('c-kubeconfig', Buffer.from('k').toString('base64'));
  const client = new FakeClient({ objects: [{ ...secret, metadata: { ...secret.metadata, labels } }] });
  const cluster = aCluster({ infrastructureProvisioned: true });
  expect(await readKubeconfig(client, { ...cluster, metadata: { ...cluster.metadata, namespace: 'ns' } }, isMissed)).toBe(want);
});
