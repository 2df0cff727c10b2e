import { controllerOf, isOwnedBy, ownerReferenceTo, withOwnerReference } from './owner-references.ts';

const cluster = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace: 'default', uid: 'uid-1' } };
const plain = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-1' };
const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'uid-2' };

test('references are plain, or of a controller that blocks deletion', () => {
  expect(ownerReferenceTo(cluster)).toEqual(plain);
  expect(ownerReferenceTo(cluster, { controller: true })).toEqual({ ...plain, controller: true, blockOwnerDeletion: true });
});

const old = { ...plain, apiVersion: 'cluster.x-k8s.io/v1beta1' };
test.each([
  { name: 'adds', references: [other], want: [other, plain] },
  { name: 'replaces another version', references: [old, other], want: [plain, other] },
  { name: 'replaces a stale uid', references: [{ ...plain, uid: 'uid-0' }], want: [plain] },
  { name: 'takes controller away', references: [{ ...plain, controller: true, blockOwnerDeletion: true }], want: [plain] },
])('withOwnerReference $name', ({ references, want }) => {
  expect(withOwnerReference(references, plain)).toEqual(want);
});

test('withOwnerReference gives the same list where nothing changes', () => {
  const references = [other, { ...plain, controller: false }];
  expect(withOwnerReference(references, plain)).toBe(references);
});

test('owners are recognised in any version of their API', () => {
  const object = { metadata: { name: 'x', ownerReferences: [old, { ...other, controller: true }] } };
  expect(isOwnedBy(object, cluster)).toBe(true);
  expect(controllerOf(object)).toEqual({ ...other, controller: true });
  expect(isOwnedBy({ metadata: { name: 'x' } }, cluster)).toBe(false);
});
