import { compareKubeVersions, contractOfVersion, contractVersionOf } from './contract-version.ts';

const crd = (labels: Record<string, string>) => ({ metadata: { name: 'foos.infrastructure.cluster.x-k8s.io', labels } });

const cases: readonly { name: string; why: string; labels: Record<string, string>; want: object }[] = [
  { name: 'both contracts', why: 'the newer contract wins', labels: { 'cluster.x-k8s.io/v1beta1': 'v1beta1', 'cluster.x-k8s.io/v1beta2': 'v1beta2' }, want: { contract: 'v1beta2', version: 'v1beta2' } },
  { name: 'the older contract only', why: 'it is still understood', labels: { 'cluster.x-k8s.io/v1beta1': 'v1alpha1_v1beta1' }, want: { contract: 'v1beta1', version: 'v1beta1' } },
  { name: 'several versions', why: 'the newest by stability, not by text', labels: { 'cluster.x-k8s.io/v1beta2': 'v2alpha1_v1_v1beta10_v1beta9' }, want: { contract: 'v1beta2', version: 'v1' } },
  { name: 'an empty label', why: 'it counts as missing', labels: { 'cluster.x-k8s.io/v1beta2': '', 'cluster.x-k8s.io/v1beta1': 'v1beta1' }, want: { contract: 'v1beta1', version: 'v1beta1' } },
];

test.each(cases)('$name → $want ($why)', ({ labels, want }) => {
  expect(contractVersionOf(crd(labels))).toEqual(want);
});

test('a CRD without contract labels is named in the error', () => {
  const expected = expect.objectContaining({ code: 'ContractLabelMissing', message: expect.stringContaining('foos.infrastructure.cluster.x-k8s.io') });
  expect(() => contractVersionOf(crd({ 'cluster.x-k8s.io/provider': 'infrastructure-foo', 'cluster.x-k8s.io/v1alpha4': 'v1alpha4' }))).toThrow(expected);
});

test('versions are ordered as Kubernetes does', () => {
  const versions = ['v1', 'v2', 'v1beta1', 'foo1', 'v10', 'v1alpha2', 'v11beta2', 'v2beta1', 'foo10'];
  expect(versions.toSorted(compareKubeVersions)).toEqual(['foo10', 'foo1', 'v1alpha2', 'v1beta1', 'v2beta1', 'v11beta2', 'v1', 'v2', 'v10']);
});

test('the contract of a version', () => {
  const labels = { 'cluster.x-k8s.io/v1beta1': 'v1alpha1_v1beta1', 'cluster.x-k8s.io/v1beta2': 'v1beta2' };
  expect([contractOfVersion(crd(labels), 'v1alpha1'), contractOfVersion(crd(labels), 'v1beta2'), contractOfVersion(crd(labels), 'v1')]).toEqual(['v1beta1', 'v1beta2', undefined]);
});
