import { validateMachineTaints, validateWorkerTaints } from './machine-taint.validation.ts';

const on = { taintPropagation: true };

test.each([
  { key: 'example.com/gpu', why: 'the user’s own', want: undefined },
  { key: 'node.kubernetes.io/out-of-service', why: 'the one of Kubernetes that users set', want: undefined },
  { key: 'node-role.kubernetes.io/control-plane', why: 'fine on control planes', want: undefined },
  { key: 'node.cluster.x-k8s.io/uninitialized', why: 'Cluster API removes it itself', want: 'reserved for Cluster API' },
  { key: 'node.cluster.x-k8s.io/outdated-revision', why: 'Cluster API sets it itself', want: 'reserved for Cluster API' },
  { key: 'node.kubernetes.io/not-ready', why: 'the node controller’s', want: 'prefix node.kubernetes.io/' },
  { key: 'node.cloudprovider.kubernetes.io/shutdown', why: 'the cloud controller’s', want: 'prefix node.cloudprovider.kubernetes.io/' },
  { key: 'node-role.kubernetes.io/master', why: 'the old name', want: 'deprecated' },
  { key: 'a/b/c', why: 'no label key', want: 'single slash' },
])('validateMachineTaints: $key ($why)', ({ key, want }) => {
  const errors = validateMachineTaints([{ key: 'ok' }, { key }], 'spec.taints', on);
  expect(errors).toEqual(want === undefined ? [] : [{ field: 'spec.taints[1].key', type: 'Invalid', value: key, detail: expect.stringContaining(want) }]);
});

test('without the feature gate any taint is refused, and none is nothing to refuse', () => {
  expect(validateMachineTaints([{ key: 'a' }], 'spec.taints', { taintPropagation: false })).toMatchObject([{ field: 'spec.taints', type: 'Forbidden' }]);
  expect(validateMachineTaints([], 'spec.taints', { taintPropagation: false })).toEqual([]);
  expect(validateMachineTaints(undefined, 'spec.taints', { taintPropagation: false })).toEqual([]);
});

test('the control plane taint is not for workers; with the gate off it was refused before', () => {
  const taints = [{ key: 'node-role.kubernetes.io/control-plane' }, { key: 'a' }];
  expect(validateWorkerTaints(taints, 'spec.taints', on)).toMatchObject([{ field: 'spec.taints[0].key', type: 'Invalid' }]);
  expect(validateWorkerTaints(taints, 'spec.taints', { taintPropagation: false })).toEqual([]);
});
