import type { KubeObject, ManagedFieldsEntry } from '@clusterwright/api';
import { applyChanges } from './applied-fields.ts';

const manager = 'm';
const entry = (fieldsV1: object): ManagedFieldsEntry => ({ manager, operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: fieldsV1 as Record<string, unknown> });
const current = (fieldsV1: object, rest: object = {}, metadata: object = {}): KubeObject => ({ apiVersion: 'v1', kind: 'K', metadata: { name: 'n', managedFields: [entry(fieldsV1)], ...metadata }, ...rest });
const desired = (rest: object = {}, metadata: object = {}) => ({ apiVersion: 'v1', kind: 'K', metadata: { name: 'n', ...metadata }, ...rest });
const ownsX = { 'f:spec': { 'f:x': {} } };

const same = [
  { name: 'an owned value', why: 'it is there already', current: current(ownsX, { spec: { x: 1, other: 2 } }), desired: desired({ spec: { x: 1 } }) },
  { name: 'a uid', why: 'it is identity, not a field', current: current(ownsX, { spec: { x: 1 } }, { uid: 'u' }), desired: desired({ spec: { x: 1 } }, { uid: 'u' }) },
  { name: 'an empty map, filled by others', why: 'what they put in is theirs', current: current({ 'f:metadata': { 'f:annotations': {} } }, {}, { annotations: { a: 'b' } }), desired: desired({}, { annotations: {} }) },
  { name: 'an empty map, left out', why: 'the API server does not store it', current: current({ 'f:metadata': { 'f:annotations': {} } }), desired: desired({}, { annotations: {} }) },
  { name: 'a list item by key', why: 'others have items of their own', current: current({ 'f:spec': { 'f:l': { 'k:{"n":"a"}': { '.': {}, 'f:n': {} } } } }, { spec: { l: [{ n: 'b' }, { n: 'a' }] } }), desired: desired({ spec: { l: [{ n: 'a' }] } }) },
];
test.each(same)('nothing changes: $name ($why)', ({ current: object, desired: wanted }) => {
  expect(applyChanges(object, wanted, manager)).toBe(false);
});

const different: { name: string; why: string; current: KubeObject; desired: object }[] = [
  { name: 'a value', why: 'somebody changed it', current: current(ownsX, { spec: { x: 2 } }), desired: desired({ spec: { x: 1 } }) },
  { name: 'no entry', why: 'nothing is owned yet', current: { apiVersion: 'v1', kind: 'K', metadata: { name: 'n' }, spec: { x: 1 } } as KubeObject, desired: desired({ spec: { x: 1 } }) },
  { name: 'a field no longer wanted', why: 'it must go', current: current({ 'f:spec': { 'f:x': {}, 'f:y': {} } }, { spec: { x: 1, y: 2 } }), desired: desired({ spec: { x: 1 } }) },
  { name: 'a field not owned yet', why: 'it may have the value by chance', current: current(ownsX, { spec: { x: 1, y: 2 } }), desired: desired({ spec: { x: 1, y: 2 } }) },
  { name: 'another API version', why: 'its field set cannot be compared', current: { ...current(ownsX, { spec: { x: 1 } }), apiVersion: 'v2' }, desired: desired({ spec: { x: 1 } }) },
  { name: 'a version the manager never applied', why: 'it owns nothing in this one', current: { ...current(ownsX, { spec: { x: 1 } }), apiVersion: 'v2' }, desired: { ...desired({ spec: { x: 1 } }), apiVersion: 'v2' } },
  { name: 'another uid', why: 'it is another object, and the server must say so', current: current(ownsX, { spec: { x: 1 } }, { uid: 'u' }), desired: desired({ spec: { x: 1 } }, { uid: 'old' }) },
];
test.each(different)('something changes: $name ($why)', ({ current: object, desired: wanted }) => {
  expect(applyChanges(object, wanted, manager)).toBe(true);
});
