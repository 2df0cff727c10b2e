import type { KubeObject, ManagedFieldsEntry } from '@clusterwright/api';
import { metadataOf, safely, withoutForeignManagedFields } from './transform.ts';

const entry = (operation: string, subresource?: string): ManagedFieldsEntry => ({ manager: 'm', operation, ...(subresource ? { subresource } : {}) });
const object = (managedFields?: ManagedFieldsEntry[]): KubeObject => ({ apiVersion: 'v1', kind: 'K', metadata: { name: 'n', ...(managedFields ? { managedFields } : {}) } });

const cases = [
  { name: 'applied fields', why: 'Client.apply compares with them', given: object([entry('Apply'), entry('Update')]), want: object([entry('Apply')]) },
  { name: 'applied fields of a subresource', why: 'nobody compares with them', given: object([entry('Apply', 'status')]), want: object() },
  { name: 'updates only', why: 'the key goes altogether', given: object([entry('Update')]), want: object() },
];
test.each(cases)('of managedFields, $name: kept or dropped ($why)', ({ given, want }) => {
  const before = structuredClone(given);
  expect(withoutForeignManagedFields(given)).toStrictEqual(want);
  expect(given).toEqual(before);
});

test('metadata is all that a cache of metadata keeps', () => {
  expect(metadataOf({ ...object(), spec: { secret: 'x' } } as KubeObject)).toEqual(object());
});

test('a function that throws for one object gives the fallback for it, and says so', () => {
  const reported: string[] = [];
  const compute = safely((each: KubeObject) => (each.metadata.labels as { a: string }).a, () => 'none', (error, each) => void reported.push(`${each.metadata.name}: ${(error as Error).name}`));
  expect([compute({ ...object(), metadata: { name: 'n', labels: { a: 'x' } } }), compute(object())]).toEqual(['x', 'none']);
  expect(reported).toEqual(['n: TypeError']);
});
