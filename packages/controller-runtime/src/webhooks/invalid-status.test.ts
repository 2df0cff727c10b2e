import type { FieldError } from '../webhook.ts';
import { invalidStatus } from './invalid-status.ts';

const machine = { group: 'cluster.x-k8s.io', kind: 'Machine', name: 'm' };
const field = 'spec.version';

/** Sentences as k8s.io/apimachinery's field errors write them. */
const cases: readonly { error: FieldError; message: string; reason: string }[] = [
  { error: { field, type: 'Required', detail: 'must be set' }, message: 'Required value: must be set', reason: 'FieldValueRequired' },
  { error: { field, type: 'Required', detail: '' }, message: 'Required value', reason: 'FieldValueRequired' },
  { error: { field, type: 'Invalid', value: 'x"y', detail: 'no version' }, message: 'Invalid value: "x\\"y": no version', reason: 'FieldValueInvalid' },
  { error: { field, type: 'Invalid', value: 3, detail: 'too small' }, message: 'Invalid value: 3: too small', reason: 'FieldValueInvalid' },
  { error: { field, type: 'Invalid', value: { a: 1 }, detail: 'odd' }, message: 'Invalid value: {"a":1}: odd', reason: 'FieldValueInvalid' },
  { error: { field, type: 'Invalid', detail: 'odd' }, message: 'Invalid value: null: odd', reason: 'FieldValueInvalid' },
  { error: { field, type: 'Forbidden', value: 'hidden', detail: 'immutable' }, message: 'Forbidden: immutable', reason: 'FieldValueForbidden' },
  { error: { field, type: 'NotSupported', value: 'x', detail: 'supported values: "a", "b"' }, message: 'Unsupported value: "x": supported values: "a", "b"', reason: 'FieldValueNotSupported' },
  { error: { field, type: 'Duplicate', value: 'x', detail: '' }, message: 'Duplicate value: "x"', reason: 'FieldValueDuplicate' },
  { error: { field, type: 'TooLong', value: 'long', detail: 'may not be more than 3 bytes' }, message: 'Too long: may not be more than 3 bytes', reason: 'FieldValueTooLong' },
  { error: { field, type: 'TooMany', value: 5, detail: 'must have at most 3 items' }, message: 'Too many: 5: must have at most 3 items', reason: 'FieldValueTooMany' },
  { error: { field, type: 'NotFound', value: 'x', detail: '' }, message: 'Not found: "x"', reason: 'FieldValueNotFound' },
  { error: { field, type: 'TypeInvalid', value: 'x', detail: 'must be a number' }, message: 'Invalid value: "x": must be a number', reason: 'FieldValueTypeInvalid' },
  { error: { field, type: 'InternalError', value: 'x', detail: 'no answer' }, message: 'Internal error: no answer', reason: 'InternalError' },
];
test.each(cases)('$error.type is: $message', ({ error, message, reason }) => {
  const status = invalidStatus(machine, [error]);
  expect(status).toMatchObject({ code: 422, reason: 'Invalid', message: `Machine.cluster.x-k8s.io "m" is invalid: spec.version: ${message}` });
  expect(status.details?.causes).toEqual([{ reason, message, field }]);
});

test('several errors are a list, said once each, and every one is a cause', () => {
  const error: FieldError = { field, type: 'Required', detail: '' };
  const status = invalidStatus({ ...machine, group: '' }, [error, { ...error, field: 'spec.x' }, error]);
  expect(status.message).toBe('Machine "m" is invalid: [spec.version: Required value, spec.x: Required value]');
  expect(status.details?.causes).toHaveLength(3);
});
