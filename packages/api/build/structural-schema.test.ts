import { Type } from 'typebox';
import { int32, listAtomic, object, optional, string } from '../src/schema/schema.ts';
import { toStructural, walk } from './structural-schema.ts';

test('sorts fields and lists the required ones', () => {
  const schema = object({ b: string({ maxLength: 1 }), a: string({ maxLength: 2 }), c: optional(int32()) });
  expect(toStructural(schema)).toEqual({
    type: 'object',
    required: ['a', 'b'],
    properties: { a: { type: 'string', maxLength: 2 }, b: { type: 'string', maxLength: 1 }, c: { type: 'integer', format: 'int32' } },
  });
  expect(Object.keys(toStructural(schema).properties ?? {})).toEqual(['a', 'b', 'c']);
});

test('leaves out what an object without fields does not have', () => {
  expect(toStructural(object({}))).toEqual({ type: 'object' });
});

test('refuses a keyword that a CustomResourceDefinition cannot hold, with its place', () => {
  const schema = object({ list: listAtomic(Type.Unsafe<string>({ type: 'string', deprecated: true }), { maxItems: 1 }) });
  expect(() => toStructural(schema)).toThrow('.list[]: a CustomResourceDefinition cannot hold deprecated');
});

test('walks into fields, lists and maps', () => {
  const schema = { type: 'object', properties: { l: { type: 'array', items: { type: 'object', additionalProperties: { type: 'string' } } } } };
  expect([...walk(schema)].map(({ path }) => path)).toEqual(['.', '.l', '.l[]', '.l[]{}']);
});
