import type { ManagedFieldsEntry } from '@clusterwright/api';
import { handOverMetadata, isMetadataWithCreator } from './metadata-ownership.ts';

const applied = (manager: string, fieldsV1: object): ManagedFieldsEntry => ({ manager, operation: 'Apply', apiVersion: 'i/v1', fieldsType: 'FieldsV1', fieldsV1: fieldsV1 as Record<string, unknown> });
const infraMachine = (...managedFields: ManagedFieldsEntry[]) => ({ apiVersion: 'i/v1', kind: 'DevMachine', metadata: { name: 'm', labels: { a: '1', own: '2' }, managedFields } });
const machine = { metadata: { name: 'm', labels: { a: '1', other: '3' } } };
const spec = { 'f:spec': { 'f:x': {} } };
const owner = { 'f:ownerReferences': { 'k:{"uid":"u"}': {} } };

test('labels shared with the Machine go to the metadata manager, the rest of metadata to nobody', () => {
  const created = applied('capi-machineset', { ...spec, 'f:metadata': { 'f:labels': { 'f:a': {}, 'f:own': {} }, 'f:annotations': { 'f:cluster.x-k8s.io/cloned-from-name': {} }, ...owner } });
  expect(handOverMetadata(infraMachine(created), machine)).toEqual([
    applied('capi-machineset', { ...spec, 'f:metadata': owner }),
    applied('capi-machineset-metadata', { 'f:metadata': { 'f:annotations': {}, 'f:labels': { 'f:a': {} } } }),
  ]);
});

test('the creator that owns nothing but metadata disappears', () => {
  const created = applied('capi-kubeadmcontrolplane', { 'f:metadata': { 'f:labels': { 'f:a': {} } } });
  expect(handOverMetadata(infraMachine(created), machine)).toEqual([applied('capi-kubeadmcontrolplane-metadata', { 'f:metadata': { 'f:annotations': {}, 'f:labels': { 'f:a': {} } } })]);
});

test('other managers keep what they own, but a creator of an older version gives labels up', () => {
  const created = applied('capi-machineset', { 'f:metadata': { 'f:labels': { 'f:a': {} } } });
  const user = applied('kubectl', { 'f:metadata': { 'f:labels': { 'f:own': {} } } });
  const older: ManagedFieldsEntry = { ...applied('manager', { ...spec, 'f:metadata': { 'f:labels': { 'f:a': {} } } }), operation: 'Update' };
  const status: ManagedFieldsEntry = { ...older, subresource: 'status' };
  expect(handOverMetadata(infraMachine(older, status, user, created), machine)?.map(({ manager, operation, subresource, fieldsV1 }) => [manager, operation, subresource, fieldsV1])).toEqual([
    ['manager', 'Update', undefined, spec],
    ['manager', 'Update', 'status', older.fieldsV1],
    ['kubectl', 'Apply', undefined, user.fieldsV1],
    ['capi-machineset-metadata', 'Apply', undefined, { 'f:metadata': { 'f:annotations': {}, 'f:labels': { 'f:a': {} } } }],
  ]);
});

const nothingToDo = [
  { name: 'handed over before', why: 'the creator owns no labels', object: infraMachine(applied('capi-machineset', spec), applied('capi-machineset-metadata', { 'f:metadata': { 'f:labels': { 'f:a': {} } } })) },
  { name: 'stranger', why: 'not created by one of ours', object: infraMachine(applied('kubectl', { 'f:metadata': { 'f:labels': { 'f:a': {} } } })) },
  { name: 'no managed fields', why: 'nothing is known about owners', object: infraMachine() },
];
test.each(nothingToDo)('nothing to hand over: $name ($why)', ({ object }) => {
  expect(handOverMetadata(object, machine)).toBeUndefined();
});

test('isMetadataWithCreator is true from the creation to the hand-over', () => {
  const created = infraMachine(applied('capi-machineset', { 'f:metadata': { 'f:labels': { 'f:a': {} } } }));
  expect(isMetadataWithCreator(created)).toBe(true);
  expect(isMetadataWithCreator({ ...created, metadata: { ...created.metadata, managedFields: handOverMetadata(created, machine) ?? [] } })).toBe(false);
});
