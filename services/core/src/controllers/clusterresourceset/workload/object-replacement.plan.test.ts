import type { UnstructuredObject } from '@clusterwright/api';
import { planReplacement } from './object-replacement.plan.ts';

const live = (parts: Record<string, unknown> = {}, metadata = {}): UnstructuredObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'cni', namespace: 'n', uid: 'u', resourceVersion: '7', generation: 3, creationTimestamp: '2026-01-01T00:00:00Z', finalizers: ['keep'], ownerReferences: [], labels: { a: 'b' }, ...metadata },
  spec: { selector: { a: 'b' }, list: [1, 2] },
  status: { ready: 1 },
  ...parts,
});
const manifest = (parts: Record<string, unknown> = {}, metadata = {}): UnstructuredObject => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'cni', namespace: 'n', labels: { a: 'b' }, ...metadata }, spec: { selector: { a: 'b' }, list: [1, 2] }, ...parts });

const cases: { name: string; why: string; current: UnstructuredObject; desired: UnstructuredObject; want: object | undefined }[] = [
  { name: 'as it is', why: 'no request', current: live(), desired: manifest(), want: undefined },
  { name: 'a value', why: 'only what differs is sent', current: live(), desired: manifest({ spec: { selector: { a: 'c' }, list: [1, 2] } }), want: { spec: { selector: { a: 'c' } } } },
  { name: 'a list', why: 'lists are values', current: live(), desired: manifest({ spec: { selector: { a: 'b' }, list: [2] } }), want: { spec: { list: [2] } } },
  { name: 'a field that is gone', why: 'the manifest is all there is', current: live(), desired: manifest({ spec: { list: [1, 2] } }), want: { spec: { selector: null } } },
  { name: 'all labels are gone', why: 'the manifest is all there is', current: live(), desired: manifest({}, { labels: undefined }), want: { metadata: { labels: null } } },
  { name: 'another label', why: 'the old one goes', current: live(), desired: manifest({}, { labels: { c: 'd' } }), want: { metadata: { labels: { a: null, c: 'd' } } } },
  { name: 'annotations of others', why: 'the manifest is all there is', current: live({}, { annotations: { x: 'y' } }), desired: manifest(), want: { metadata: { annotations: null } } },
  { name: 'server fields in the manifest', why: 'copied from a running cluster', current: live(), desired: manifest({}, { uid: 'old', resourceVersion: '1', creationTimestamp: null }), want: undefined },
  { name: 'a new field', why: 'as a whole', current: live(), desired: manifest({ spec: { selector: { a: 'b' }, list: [1, 2], more: { x: 1 } } }), want: { spec: { more: { x: 1 } } } },
  { name: 'null for what is not there', why: 'nothing to take away', current: live(), desired: manifest({ spec: { selector: { a: 'b' }, list: [1, 2], more: null } }), want: undefined },
];
test.each(cases)('$name ($why)', ({ current, desired, want }) => {
  // As sent: undefined is no key.
  expect(planReplacement(current, JSON.parse(JSON.stringify(desired)) as UnstructuredObject)).toEqual(want);
});
