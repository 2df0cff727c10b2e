import type { ClusterResourceSet } from '@clusterwright/api/addons/v1beta2';
import { ApiError } from '@clusterwright/kube-client';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCluster, aConfigMap, aSecret, aSet, aWorld } from './clusterresourceset.fixtures.ts';
import { gatherClusterResourceSetScope, select } from './clusterresourceset.scope.ts';

const selectors: { name: string; why: string; clusterSelector: ClusterResourceSet['spec']['clusterSelector']; want: string[] }[] = [
  { name: 'labels', why: 'the usual case', clusterSelector: { matchLabels: { cni: 'x' } }, want: ['c'] },
  { name: 'an expression', why: 'selectors say more than labels', clusterSelector: { matchExpressions: [{ key: 'cni', operator: 'NotIn', values: ['x'] }] }, want: ['other'] },
  { name: 'nothing', why: 'an empty selector selects nothing', clusterSelector: {}, want: [] },
  { name: 'empty parts', why: 'so does one with empty parts', clusterSelector: { matchLabels: {}, matchExpressions: [] }, want: [] },
];
test.each(selectors)('a selector with $name selects $want ($why)', ({ clusterSelector, want }) => {
  const clusters = [aCluster(), aCluster({ name: 'other', labels: {} }), aCluster({ name: 'deleted', deletionTimestamp: '2026-11-21T00:00:00Z' })];
  const selection = select(aSet({ spec: { clusterSelector } }), clusters);
  expect(selection.kind === 'selected' && selection.clusters.map(({ metadata }) => metadata.name)).toEqual(want);
});

test('a selector that cannot be read is an observation, no crash', () => {
  expect(select(aSet({ spec: { clusterSelector: { matchExpressions: [{ key: 'a', operator: 'Near' }] } } }), [aCluster()])).toMatchObject({ kind: 'invalid', error: { message: '"Near" is not a valid label selector operator' } });
});

test('resources are what they are: found, missing, of the wrong type, unreadable', async () => {
  const resources = [
    { kind: 'ConfigMap', name: 'cm' },
    { kind: 'Secret', name: 'secret' },
    { kind: 'Secret', name: 'opaque' },
    { kind: 'Secret', name: 'missing' },
  ] as const;
  const { deps, client } = aWorld(aCluster(), aConfigMap(), aSecret(), aSecret({ name: 'opaque', type: 'Opaque' }));
  const set = aSet({ spec: { resources: [...resources] } });
  const kinds = async () => (await gatherClusterResourceSetScope(deps, set, fakeContext())).resources.map(({ kind }) => kind);
  expect(await kinds()).toEqual(['found', 'found', 'wrongType', 'notFound']);
  client.failNext('get', new ApiError('no', { status: 403, reason: 'Forbidden' }), 'ConfigMap');
  expect(await kinds()).toEqual(['unreadable', 'found', 'wrongType', 'notFound']);
});

const unread = [
  { name: 'no Cluster is selected', set: aSet(), clusters: [aCluster({ labels: {} })] },
  { name: 'the ClusterResourceSet is deleted', set: aSet({ metadata: { deletionTimestamp: '2026-11-21T00:00:00Z' } }), clusters: [aCluster()] },
];
test.each(unread)('resources are not read where $name', async ({ set, clusters }) => {
  const { deps, client } = aWorld(...clusters, aConfigMap());
  expect((await gatherClusterResourceSetScope(deps, set, fakeContext())).resources).toEqual([]);
  expect(client.calls).toEqual([]);
});
