import type { UnstructuredObject } from '@clusterwright/api';
import { conditionOf, conditionsOf, v1beta1ConditionOf } from './conditions.ts';

const object = (status: Record<string, unknown> | undefined): UnstructuredObject => ({ apiVersion: 'infrastructure.cluster.x-k8s.io/v1', kind: 'FooMachine', metadata: { name: 'foo' }, ...(status ? { status } : {}) });
const ready = { type: 'Ready', status: 'True', reason: 'AllGood', message: 'fine', lastTransitionTime: '2026-11-21T12:00:00Z' };

test.each([
  { name: 'no status', why: 'nothing reported yet', status: undefined, want: [] },
  { name: 'conditions of today', why: 'as they are', status: { conditions: [ready] }, want: [ready] },
  { name: 'both places', why: 'the place of the transition is more exact', status: { v1beta2: { conditions: [ready] }, conditions: [{ ...ready, reason: 'Old' }] }, want: [ready] },
  {
    name: 'conditions of the older kind',
    why: 'a reason is filled in, severity is kept',
    status: { conditions: [{ type: 'Ready', status: 'False', severity: 'Error', lastTransitionTime: '2026-11-21T12:00:00Z' }] },
    want: [{ type: 'Ready', status: 'False', severity: 'Error', reason: 'NoReasonReported', message: '', lastTransitionTime: '2026-11-21T12:00:00Z' }],
  },
  { name: 'something that is no list', why: 'conditions are optional for providers', status: { conditions: 'none' }, want: [] },
])('conditionsOf: $name ($why)', ({ status, want }) => {
  expect(conditionsOf(object(status))).toEqual(want);
});

test.each([
  { name: 'no type', item: { status: 'True' }, message: 'type must be set for all conditions' },
  { name: 'an impossible status', item: { type: 'Ready', status: 'Perhaps' }, message: 'status for the Ready condition must be one of True, False, Unknown' },
])('$name is an error that names the object', ({ item, message }) => {
  expect(() => conditionsOf(object({ conditions: [item] }))).toThrow(expect.objectContaining({ code: 'Contract', message: `failed to read conditions of FooMachine foo: ${message}` }));
});

test('one condition by type', () => {
  expect(conditionOf(object({ conditions: [ready] }), 'Ready')).toEqual(ready);
  expect(conditionOf(object({ conditions: [ready] }), 'Available')).toBeUndefined();
});

test('the older API reads status.conditions only, and keeps a missing reason missing', () => {
  const status = { v1beta2: { conditions: [ready] }, conditions: [{ type: 'Ready', status: 'True' }] };
  expect(v1beta1ConditionOf(object(status), 'Ready')).toEqual({ type: 'Ready', status: 'True', reason: '', message: '', lastTransitionTime: undefined });
  expect(v1beta1ConditionOf(object({ v1beta2: { conditions: [ready] } }), 'Ready')).toBeUndefined();
});
