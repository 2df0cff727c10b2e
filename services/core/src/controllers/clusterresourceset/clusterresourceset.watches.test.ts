import { aBinding, aCluster, aConfigMap, aSecret, aSet, aWorld, setOwner } from './clusterresourceset.fixtures.ts';
import { bindingToClusterResourceSets, clusterToClusterResourceSets, connectionToClusterResourceSets, isBindingGone, isClusterOfInterest, isForeignChange, resourceToClusterResourceSets } from './clusterresourceset.watches.ts';

const own = [{ namespace: 'ns', name: 'crs' }];
const deletionTimestamp = '2026-11-21T00:00:00Z';
const { client } = aWorld(
  aSet(),
  aSet({ metadata: { name: 'empty' }, spec: { clusterSelector: {}, resources: [{ kind: 'Secret', name: 'other' }] } }),
  aSet({ metadata: { name: 'elsewhere', namespace: 'other' } }),
  aCluster(),
);

test.each([
  { name: 'that is selected', cluster: aCluster(), want: own },
  { name: 'that is selected and deleted', cluster: aCluster({ deletionTimestamp }), want: own },
  { name: 'with other labels', cluster: aCluster({ labels: { cni: 'y' } }), want: [] },
])('a Cluster $name wakes $want', async ({ cluster, want }) => {
  expect(await clusterToClusterResourceSets(client)(cluster)).toEqual(want);
});

test('a connection wakes what selects its Cluster, and nothing where the Cluster is gone', async () => {
  const toKeys = connectionToClusterResourceSets(client);
  expect(await toKeys({ namespace: 'ns', name: 'c' })).toEqual(own);
  expect(await toKeys({ namespace: 'ns', name: 'gone' })).toEqual([]);
});

test.each([
  { name: 'owned', why: 'owners were found before', resource: aConfigMap({ name: 'any', metadata: { ownerReferences: [setOwner] } }), want: own },
  { name: 'named', why: 'it may have been waited for', resource: aConfigMap(), want: own },
  { name: 'of another kind', why: 'a Secret of that name is meant by nobody', resource: aSecret({ name: 'cm' }), want: [] },
  { name: 'owned by others', why: 'only ClusterResourceSets count', resource: aConfigMap({ metadata: { ownerReferences: [{ ...setOwner, kind: 'Cluster' }] } }), want: own },
  { name: 'named by one that selects nothing', why: 'a pass costs nothing there', resource: aSecret({ name: 'other' }), want: [{ namespace: 'ns', name: 'empty' }] },
])('a resource $name wakes $want ($why)', async ({ resource, want }) => {
  expect(await resourceToClusterResourceSets(client)(resource)).toEqual(want);
});

test.each([
  { name: 'appears', next: aCluster(), previous: undefined, want: true },
  { name: 'changes labels', next: aCluster({ labels: { cni: 'y' } }), previous: aCluster(), want: true },
  { name: 'is deleted', next: aCluster({ deletionTimestamp }), previous: aCluster(), want: true },
  { name: 'changes elsewhere', next: { ...aCluster(), status: { phase: 'Provisioned' as const } }, previous: aCluster(), want: false },
  { name: 'is gone', next: undefined, previous: aCluster(), want: false },
])('a Cluster that $name → $want', ({ next, previous, want }) => {
  expect(isClusterOfInterest(next, previous)).toBe(want);
});

test.each([
  { name: 'appears', next: aSet(), previous: undefined, want: true },
  { name: 'has another spec', next: aSet({ metadata: { generation: 2 } }), previous: aSet(), want: true },
  { name: 'is unpaused', next: aSet(), previous: aSet({ metadata: { annotations: { 'cluster.x-k8s.io/paused': '' } } }), want: true },
  { name: 'is deleted', next: aSet({ metadata: { deletionTimestamp } }), previous: aSet(), want: true },
  { name: 'has another status', next: { ...aSet(), status: { observedGeneration: 1 } }, previous: aSet(), want: false },
])('a ClusterResourceSet that $name → $want', ({ next, previous, want }) => {
  expect(isForeignChange(next, previous)).toBe(want);
});

test('a binding that is gone wakes every ClusterResourceSet in it', () => {
  expect([isBindingGone(undefined), isBindingGone(aBinding([]))]).toEqual([true, false]);
  expect(bindingToClusterResourceSets(aBinding([{ clusterResourceSetName: 'crs' }, { clusterResourceSetName: 'other' }]))).toEqual([...own, { namespace: 'ns', name: 'other' }]);
});
