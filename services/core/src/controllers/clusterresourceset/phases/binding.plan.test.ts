import { aBinding, aCluster, aSet, bound, setOwner } from '../clusterresourceset.fixtures.ts';
import { planBinding, planUnbinding } from './binding.plan.ts';
import type { AppliedResource } from './binding.plan.ts';

const now = new Date('2026-11-21T12:00:00.500Z');
const ref = { kind: 'ConfigMap', name: 'cm' } as const;
const ok: AppliedResource = { ref, hash: 'sha256:b', applied: true };
const failed: AppliedResource = { ref, hash: 'sha256:b', applied: false };
const otherEntry = { clusterResourceSetName: 'other', resources: [bound()] };
const otherOwner = { ...setOwner, name: 'other', uid: 'other-uid' };
const result = { kind: 'ConfigMap', name: 'cm', hash: 'sha256:b', lastAppliedTime: '2026-11-21T12:00:00Z', applied: true };

describe('planBinding', () => {
  test('makes the binding with everything in it', () => {
    expect(planBinding({ clusterResourceSet: aSet(), cluster: aCluster(), binding: undefined }, [ok], now)).toEqual({
      step: 'create',
      object: { apiVersion: 'addons.cluster.x-k8s.io/v1beta2', kind: 'ClusterResourceSetBinding', metadata: { name: 'c', namespace: 'ns', ownerReferences: [setOwner] }, spec: { clusterName: 'c', bindings: [{ clusterResourceSetName: 'crs', resources: [result] }] } },
    });
  });

  const own = { clusterResourceSetName: 'crs', resources: [bound({ name: 'first' }), bound({ applied: false, hash: 'sha256:b' })] };
  const cases = [
    { name: 'nothing was done', why: 'no write where nothing changes', binding: aBinding([own]), results: [], want: { step: 'none' } },
    { name: 'it failed again in the same way', why: 'a new time is no news', binding: aBinding([own]), results: [failed], want: { step: 'none' } },
    { name: 'it has been applied', why: 'in its place, the others stay', binding: aBinding([otherEntry, own]), results: [ok], want: { step: 'patch', key: { namespace: 'ns', name: 'c' }, body: { metadata: { resourceVersion: '9' }, spec: { bindings: [otherEntry, { clusterResourceSetName: 'crs', resources: [bound({ name: 'first' }), result] }] } } } },
    { name: 'nothing could be read', why: 'the API refuses an empty hash', binding: aBinding([{ clusterResourceSetName: 'crs' }]), results: [{ ref, hash: undefined, applied: false }], want: { step: 'patch', body: { spec: { bindings: [{ clusterResourceSetName: 'crs', resources: [{ kind: 'ConfigMap', name: 'cm', lastAppliedTime: '2026-11-21T12:00:00Z', applied: false }] }] } } } },
    { name: 'another ClusterResourceSet was first', why: 'the binding is shared', binding: aBinding([otherEntry], { ownerReferences: [otherOwner] }), results: [], want: { step: 'patch', body: { metadata: { resourceVersion: '9', ownerReferences: [otherOwner, setOwner] }, spec: { bindings: [otherEntry, { clusterResourceSetName: 'crs' }] } } } },
    { name: 'only the owner is missing', why: 'after a move', binding: aBinding([own], { ownerReferences: [{ ...setOwner, uid: 'before' }] }), results: [], want: { step: 'patch', body: { metadata: { resourceVersion: '9', ownerReferences: [setOwner] } } } },
  ];
  test.each(cases)('$name → $want.step ($why)', ({ binding, results, want }) => {
    expect(planBinding({ clusterResourceSet: aSet(), cluster: aCluster(), binding }, results, now)).toMatchObject(want);
  });
});

describe('planUnbinding', () => {
  const own = { clusterResourceSetName: 'crs' };
  const cases = [
    { name: 'the last one', why: 'nothing is left to remember', binding: aBinding([own]), want: { step: 'delete', key: { namespace: 'ns', name: 'c' }, uid: 'b-uid', resourceVersion: '9' } },
    { name: 'one of two', why: 'the other keeps its part', binding: aBinding([own, otherEntry], { ownerReferences: [setOwner, otherOwner] }), want: { step: 'patch', key: { namespace: 'ns', name: 'c' }, body: { metadata: { resourceVersion: '9', ownerReferences: [otherOwner] }, spec: { bindings: [otherEntry] } } } },
    { name: 'not in it', why: 'none of its business', binding: aBinding([otherEntry], { ownerReferences: [otherOwner] }), want: { step: 'none' } },
  ];
  test.each(cases)('$name → $want.step ($why)', ({ binding, want }) => {
    expect(planUnbinding(aSet(), binding)).toEqual(want);
  });
});
