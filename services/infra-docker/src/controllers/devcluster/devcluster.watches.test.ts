import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { clusterToDevCluster, pausedChanged } from './devcluster.watches.ts';

const aCluster = (spec: Cluster['spec']): Cluster => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace: 'ns' }, spec });
const ref = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevCluster', name: 'dc' };

test.each([
  { name: 'its own', infrastructureRef: ref, want: [{ namespace: 'ns', name: 'dc' }] },
  { name: 'of another kind', infrastructureRef: { ...ref, kind: 'CloudStackCluster' }, want: [] },
  { name: 'of another group', infrastructureRef: { ...ref, apiGroup: 'infrastructure.example.com' }, want: [] },
  { name: 'none yet', infrastructureRef: undefined, want: [] },
])('a Cluster leads to its DevCluster: $name', ({ infrastructureRef, want }) => {
  expect(clusterToDevCluster(aCluster(infrastructureRef ? { infrastructureRef } : {}))).toEqual(want);
});

test.each([
  { name: 'it appears', next: aCluster({}), previous: undefined, want: true },
  { name: 'it is paused', next: aCluster({ paused: true }), previous: aCluster({}), want: true },
  { name: 'it is no longer paused', next: aCluster({}), previous: aCluster({ paused: true }), want: true },
  { name: 'something else changes', next: aCluster({ infrastructureRef: ref }), previous: aCluster({ paused: false }), want: false },
  { name: 'it goes', next: undefined, previous: aCluster({}), want: false },
])('a Cluster wakes its DevCluster when $name: $want', ({ next, previous, want }) => {
  expect(pausedChanged(next, previous)).toBe(want);
});
