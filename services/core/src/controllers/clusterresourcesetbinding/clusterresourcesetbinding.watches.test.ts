import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { clusterToBinding, isDeletionStep } from './clusterresourcesetbinding.watches.ts';

const aCluster = (metadata: Partial<Cluster['metadata']> = {}): Cluster => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace: 'ns', ...metadata }, spec: {} });
const deletionTimestamp = '2026-11-21T00:00:00Z';
const agreed = { 'runtime.cluster.x-k8s.io/ok-to-delete': '' };

test.each([
  { name: 'appears', next: aCluster(), previous: undefined, want: false },
  { name: 'changes', next: aCluster({ labels: { a: 'b' } }), previous: aCluster(), want: false },
  { name: 'is deleted', next: aCluster({ deletionTimestamp }), previous: aCluster(), want: true },
  { name: 'is found deleted', next: aCluster({ deletionTimestamp }), previous: undefined, want: true },
  { name: 'may be deleted now', next: aCluster({ deletionTimestamp, annotations: agreed }), previous: aCluster({ deletionTimestamp }), want: true },
  { name: 'changes while it is deleted', next: aCluster({ deletionTimestamp, labels: { a: 'b' } }), previous: aCluster({ deletionTimestamp }), want: false },
  { name: 'is gone', next: undefined, previous: aCluster(), want: true },
])('a Cluster that $name → $want', ({ next, previous, want }) => {
  expect(isDeletionStep(next, previous)).toBe(want);
});

test('the binding has the name of the Cluster', () => {
  expect(clusterToBinding(aCluster())).toEqual([{ namespace: 'ns', name: 'c' }]);
});
