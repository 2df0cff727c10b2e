import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { planBindingDeletion } from './deletion.plan.ts';

const aCluster = (metadata: Partial<Cluster['metadata']> = {}, spec: Partial<Cluster['spec']> = {}): Cluster => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', ...metadata }, spec });
const deletionTimestamp = '2026-11-21T00:00:00Z';
const topology = { classRef: { name: 'k' }, version: 'v1.36.3' };

const cases = [
  { name: 'Cluster is there', why: 'the binding is needed', cluster: aCluster(), waitsForDeleteHook: true, want: 'keep' },
  { name: 'Cluster is gone', why: 'nothing is left to bind', cluster: undefined, waitsForDeleteHook: true, want: 'delete' },
  { name: 'Cluster is deleted', why: 'nothing more will be applied', cluster: aCluster({ deletionTimestamp }), waitsForDeleteHook: true, want: 'delete' },
  { name: 'extensions have not agreed', why: 'the cluster still works', cluster: aCluster({ deletionTimestamp }, { topology }), waitsForDeleteHook: true, want: 'wait' },
  { name: 'extensions have agreed', why: 'the annotation says so', cluster: aCluster({ deletionTimestamp, annotations: { 'runtime.cluster.x-k8s.io/ok-to-delete': '' } }, { topology }), waitsForDeleteHook: true, want: 'delete' },
  { name: 'there are no extensions', why: 'nobody will ever agree', cluster: aCluster({ deletionTimestamp }, { topology }), waitsForDeleteHook: false, want: 'delete' },
];
test.each(cases)('$name → $want ($why)', ({ cluster, waitsForDeleteHook, want }) => {
  expect(planBindingDeletion({ cluster, waitsForDeleteHook }).step).toBe(want);
});
