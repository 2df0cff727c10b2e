import { described, enumeration, int32, kubeObject, listAtomic, object, optional, string } from '../src/schema/schema.ts';
import { fieldReference } from './field-reference.ts';
import type { KindDefinition } from './kinds.ts';

const AddressSchema = object({
  street: string({ minLength: 1, maxLength: 9, description: 'street is a street.' }),
  number: optional(int32({ minimum: 1, description: 'number is a number.' })),
  side: optional(enumeration(['Left', 'Right'], { description: 'side is a|side.' })),
});

const house: KindDefinition = {
  service: 'core',
  head: {
    resource: { group: 'example.org', version: 'v1', kind: 'House', plural: 'houses', namespaced: true },
    shortNames: [],
    status: false,
    columns: [],
  },
  schema: kubeObject(
    {
      spec: described(
        object({
          first: described(AddressSchema, 'first is an address.'),
          more: optional(listAtomic(AddressSchema, { maxItems: 2, description: 'more is a list.' })),
        }),
        'spec is a spec.',
      ),
    },
    { description: 'House is a house.' },
  ),
};

test('lists fields with limits, choices and what is required', () => {
  const page = fieldReference([house]);
  expect(page).toContain('| `spec.first*` | object | first is an address. |');
  expect(page).toContain('| `spec.first.street*` | string 1…9 | street is a street. |');
  expect(page).toContain('| `spec.first.number` | integer 1… | number is a number. |');
  expect(page).toContain('| `spec.first.side` | Left or Right | side is a\\|side. |');
});

test('a structure that was listed is referred to, not repeated', () => {
  const page = fieldReference([house]);
  expect(page).toContain('| `spec.more[]` | list …2 | more is a list. Fields as in House `spec.first`. |');
  expect(page).not.toContain('spec.more[].street');
});
