import type { ClusterResourceSetBinding } from './cluster-resource-set-binding.schema.ts';
import { validateClusterResourceSetBinding } from './cluster-resource-set-binding.validation.ts';

const aBinding = (clusterName: string): ClusterResourceSetBinding => ({ apiVersion: 'addons.cluster.x-k8s.io/v1beta2', kind: 'ClusterResourceSetBinding', metadata: { name: 'c' }, spec: { clusterName } });

test.each([
  { name: 'new', why: 'nothing to compare with', previous: undefined, want: [] },
  { name: 'the same Cluster', why: 'nothing changes', previous: aBinding('c'), want: [] },
  { name: 'another Cluster', why: 'what it says was applied elsewhere', previous: aBinding('d'), want: [{ field: 'spec.clusterName', type: 'Invalid', value: 'c', detail: 'field is immutable' }] },
  { name: 'no Cluster before', why: 'older bindings get theirs later', previous: aBinding(''), want: [] },
])('$name ($why)', ({ previous, want }) => {
  expect(validateClusterResourceSetBinding(aBinding('c'), previous)).toEqual(want);
});
