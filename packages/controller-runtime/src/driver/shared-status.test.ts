import fc from 'fast-check';
import type { KubeObject } from '@clusterwright/api';
import { applyJsonPatch } from '@clusterwright/test-env/json-patch';
import { applyMergePatch } from '@clusterwright/test-env/merge-patch';
import { patchSharedStatus, statusOperations } from './shared-status.ts';

const condition = (type: string, status = 'True') => ({ type, status });

test('only the items that change are named, each behind a test', () => {
  const current = { phase: 'Pending', conditions: [condition('A'), condition('B'), condition('C')] };
  expect(statusOperations(current, { phase: 'Running', nodeRef: { name: 'n' }, conditions: [condition('A', 'False'), condition('C'), condition('D')] })).toEqual([
    { op: 'add', path: '/status/phase', value: 'Running' },
    { op: 'add', path: '/status/nodeRef', value: { name: 'n' } },
    { op: 'test', path: '/status/conditions/0/type', value: 'A' },
    { op: 'replace', path: '/status/conditions/0', value: condition('A', 'False') },
    { op: 'test', path: '/status/conditions/1/type', value: 'B' },
    { op: 'remove', path: '/status/conditions/1' },
    { op: 'add', path: '/status/conditions/-', value: condition('D') },
  ]);
});

const missing = [
  { name: 'no status', why: 'two first writers would overwrite each other', current: undefined, fragment: { conditions: [condition('A')] } },
  { name: 'no list', why: 'the same', current: { phase: 'x' }, fragment: { conditions: [condition('A')] } },
  { name: 'no older list', why: 'the same for its parents', current: { conditions: [condition('A')] }, fragment: { deprecated: { v1beta1: { conditions: [condition('A')] } } } },
];
test.each(missing)('$name: the whole is written with its resourceVersion ($why)', ({ current, fragment }) => {
  expect(statusOperations(current, fragment)).toBeUndefined();
});

const types = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'), { minLength: 1 });
const list = types.chain((names) => fc.tuple(...names.map((name) => fc.constantFrom('True', 'False').map((status) => condition(name, status)))));
const byType = (items: readonly { type: string }[]) => items.toSorted((a, b) => (a.type < b.type ? -1 : 1));

test('the operations lead to the same status as the merge patch', () => {
  fc.assert(
    fc.property(list, list, fc.record({ phase: fc.constantFrom('x', null), nested: fc.record({ a: fc.nat() }) }, { requiredKeys: [] }), (before, after, rest) => {
      const current = { phase: 'old', nested: { b: 1 }, conditions: before };
      const fragment = { ...rest, conditions: after };
      const expected = applyMergePatch({ status: current }, { status: fragment }) as { status: typeof current };
      const found = applyJsonPatch({ status: current }, statusOperations(current, fragment) ?? []) as unknown as { status: typeof current };
      expect({ ...found.status, conditions: byType(found.status.conditions) }).toEqual({ ...expected.status, conditions: byType(expected.status.conditions) });
    }),
  );
});

test('what another controller wrote in between survives, in place', () => {
  fc.assert(
    fc.property(list, fc.constantFrom('True', 'False', 'Unknown'), (seen, status) => {
      const operations = statusOperations({ conditions: seen }, { conditions: [...seen.slice(1), condition('Own')] }) ?? [];
      const meanwhile = seen.map((item, index) => (index === 0 ? item : { ...item, status }));
      const { status: after } = applyJsonPatch({ status: { conditions: meanwhile } }, operations) as unknown as { status: { conditions: { type: string; status: string }[] } };
      expect(after.conditions).toEqual([...meanwhile.slice(1), condition('Own')]);
    }),
  );
});

const Things = { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true };
const thing = { apiVersion: 'g/v1', kind: 'Thing', metadata: { name: 't', namespace: 'ns' }, status: { conditions: [condition('A')] } } as KubeObject;
const { ApiError } = await import('@clusterwright/kube-client');
const answers = [
  { name: 'a failed test', why: 'somebody changed the list: look again', error: new ApiError('x', { status: 422, reason: 'Invalid' }), want: { status: 409, reason: 'Conflict' } },
  { name: 'an item that is there already', why: 'the same', error: new ApiError('x', { status: 422, reason: 'Invalid', details: { causes: [{ reason: 'FieldValueDuplicate', field: 'status.conditions[1]' }] } }), want: { status: 409, reason: 'Conflict' } },
  {
    name: 'a refused value beside such an item',
    why: 'looking again would not help',
    error: new ApiError('x', { status: 422, reason: 'Invalid', details: { causes: [{ reason: 'FieldValueDuplicate', field: 'status.conditions[1]' }, { reason: 'FieldValueInvalid', field: 'status' }] } }),
    want: { status: 422, reason: 'Invalid' },
  },
  { name: 'a refused value', why: 'looking again would not help', error: new ApiError('x', { status: 422, reason: 'Invalid', details: { causes: [{ field: 'status' }] } }), want: { status: 422, reason: 'Invalid' } },
];
test.each(answers)('$name is $want.reason ($why)', async ({ error, want }) => {
  const client = { patch: () => Promise.reject(error) };
  const write = patchSharedStatus({ client, resource: Things, signal: new AbortController().signal }, thing, { metadata: { resourceVersion: '1' }, status: { conditions: [condition('A', 'False')] } });
  await expect(write).rejects.toMatchObject(want);
});

test('an item that came into the list twice is taken out again', () => {
  const current = { conditions: [condition('A'), condition('B'), condition('A', 'False'), condition('C')] };
  const next = [condition('A', 'Unknown'), condition('B'), condition('C')];
  const operations = statusOperations(current, { conditions: next }) ?? [];
  expect(operations.map(({ op, path }) => `${op} ${path}`)).toEqual([
    'test /status/conditions/0/type',
    'replace /status/conditions/0',
    'test /status/conditions/2/type',
    'remove /status/conditions/2',
  ]);
  expect(applyJsonPatch({ status: current }, operations)).toEqual({ status: { conditions: next } });
});

test('another order of the same items is no reason to write', async () => {
  const two = { ...thing, status: { conditions: [condition('B'), condition('A')] } } as KubeObject;
  const client = { patch: () => Promise.reject(new Error('written')) };
  const patch = { metadata: { resourceVersion: '1' }, status: { conditions: [condition('A'), condition('B')] } };
  await expect(patchSharedStatus({ client, resource: Things, signal: new AbortController().signal }, two, patch)).resolves.toBe(two);
});
