import { defaultClusterResourceSet } from './cluster-resource-set.defaults.ts';
import type { ClusterResourceSet, ClusterResourceSetSpec } from './cluster-resource-set.schema.ts';
import { validateClusterResourceSet } from './cluster-resource-set.validation.ts';

const aSet = (spec: Partial<ClusterResourceSetSpec> = {}): ClusterResourceSet => ({
  apiVersion: 'addons.cluster.x-k8s.io/v1beta2',
  kind: 'ClusterResourceSet',
  metadata: { name: 'crs' },
  spec: { clusterSelector: { matchLabels: { a: 'b', c: 'd' } }, resources: [{ kind: 'ConfigMap', name: 'cm' }], strategy: 'ApplyOnce', ...spec },
});
const { strategy: _strategy, ...withoutStrategy } = aSet().spec;

test.each([
  { name: 'none', why: 'applied once is the default', set: { ...aSet(), spec: withoutStrategy }, want: 'ApplyOnce' },
  { name: 'Reconcile', why: 'the user chose it', set: aSet({ strategy: 'Reconcile' }), want: 'Reconcile' },
])('strategy $name → $want ($why)', ({ set, want }) => {
  expect(defaultClusterResourceSet(set).spec?.strategy).toBe(want);
});

const cases: { name: string; why: string; next: ClusterResourceSet; previous?: ClusterResourceSet; want: string[] }[] = [
  { name: 'a selector with labels', why: 'is what it is for', next: aSet(), want: [] },
  { name: 'an empty selector', why: 'would select nothing', next: aSet({ clusterSelector: {} }), want: ['spec.clusterSelector: selector must not be empty'] },
  { name: 'an operator that does not exist', why: 'nothing can match it', next: aSet({ clusterSelector: { matchExpressions: [{ key: 'a', operator: 'Near', values: ['b'] }] } }), want: ['spec.clusterSelector: "Near" is not a valid label selector operator'] },
  { name: 'the same labels in another order', why: 'order says nothing', next: aSet(), previous: aSet({ clusterSelector: { matchLabels: { c: 'd', a: 'b' } } }), want: [] },
  { name: 'another selector', why: 'bindings of the clusters selected before would be left behind', next: aSet(), previous: aSet({ clusterSelector: { matchLabels: { a: 'b' } } }), want: ['spec.clusterSelector: field is immutable'] },
  { name: 'an empty list in the place of none', why: 'upstream compares what was written', next: aSet({ clusterSelector: { matchLabels: { a: 'b', c: 'd' }, matchExpressions: [] } }), previous: aSet(), want: ['spec.clusterSelector: field is immutable'] },
  { name: 'another strategy', why: 'what was applied once would change', next: aSet({ strategy: 'Reconcile' }), previous: aSet(), want: ['spec.strategy: field is immutable'] },
  { name: 'a strategy where there was none', why: 'objects from before defaulting', next: aSet(), previous: { ...aSet(), spec: withoutStrategy }, want: [] },
];
test.each(cases)('$name: $want ($why)', ({ next, previous, want }) => {
  expect(validateClusterResourceSet(next, previous).map(({ field, detail }) => `${field}: ${detail}`)).toEqual(want);
});
