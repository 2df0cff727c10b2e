import { isEnded } from './deletion.ts';

const at = '2026-11-21T12:00:00Z';
const cases = [
  { name: 'a living object', why: 'nobody deleted it', metadata: {}, want: false },
  { name: 'a deleted object without finalizers', why: 'nothing keeps it', metadata: { deletionTimestamp: at }, want: true },
  { name: 'a deleted object with a finalizer', why: 'somebody cleans up', metadata: { deletionTimestamp: at, finalizers: ['f'] }, want: false },
  { name: 'a Pod that is terminating', why: 'the kubelet ends it', metadata: { deletionTimestamp: at, deletionGracePeriodSeconds: 30 }, want: false },
  { name: 'a Namespace that is terminating', why: 'its finalizers are in its spec', metadata: { deletionTimestamp: at }, spec: { finalizers: ['kubernetes'] }, want: false },
];
test.each(cases)('$name is ended: $want ($why)', ({ metadata, spec, want }) => {
  expect(isEnded({ apiVersion: 'v1', kind: 'K', metadata: { name: 'n', ...metadata }, ...(spec ? { spec } : {}) })).toBe(want);
});
