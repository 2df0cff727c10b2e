import {
  anyObject,
  anyValue,
  dateTime,
  described,
  enumeration,
  intOrString,
  kubeObject,
  listAtomic,
  listMap,
  listSet,
  listUndeclared,
  map,
  object,
  optional,
  quantity,
  string,
  unboundedString,
} from './schema.ts';

const text = string({ maxLength: 5 });

const cases = [
  { name: 'string', schema: string({ minLength: 1, maxLength: 5, description: 'a' }), want: { type: 'string', minLength: 1, maxLength: 5, description: 'a' } },
  { name: 'unboundedString', schema: unboundedString(), want: { type: 'string' } },
  { name: 'enumeration', schema: enumeration(['A', 'B']), want: { type: 'string', enum: ['A', 'B'] } },
  { name: 'dateTime', schema: dateTime(), want: { type: 'string', format: 'date-time' } },
  {
    name: 'intOrString',
    schema: intOrString(),
    want: { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
  },
  { name: 'anyValue', schema: anyValue(), want: { 'x-kubernetes-preserve-unknown-fields': true } },
  { name: 'anyObject', schema: anyObject(), want: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  { name: 'map', schema: map(text), want: { type: 'object', additionalProperties: { type: 'string', maxLength: 5 } } },
  {
    name: 'listMap',
    schema: listMap(['name'], text, { maxItems: 3 }),
    want: { type: 'array', items: { type: 'string', maxLength: 5 }, maxItems: 3, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
  },
  {
    name: 'listAtomic',
    schema: listAtomic(text, { maxItems: 3 }),
    want: { type: 'array', items: { type: 'string', maxLength: 5 }, maxItems: 3, 'x-kubernetes-list-type': 'atomic' },
  },
  {
    name: 'listSet',
    schema: listSet(text, { maxItems: 3 }),
    want: { type: 'array', items: { type: 'string', maxLength: 5 }, maxItems: 3, 'x-kubernetes-list-type': 'set' },
  },
  { name: 'listUndeclared', schema: listUndeclared(text), want: { type: 'array', items: { type: 'string', maxLength: 5 } } },
  { name: 'an atomic object', schema: object({}, { atomic: true }), want: { type: 'object', properties: {}, 'x-kubernetes-map-type': 'atomic' } },
  {
    name: 'an object with a rule',
    schema: object({}, { minProperties: 1, rules: [{ rule: 'true', message: 'never' }] }),
    want: { type: 'object', properties: {}, minProperties: 1, 'x-kubernetes-validations': [{ rule: 'true', message: 'never' }] },
  },
];

test.each(cases)('$name becomes the keywords of a CustomResourceDefinition', ({ schema, want }) => {
  expect(JSON.parse(JSON.stringify(schema))).toEqual(want);
});

test('fields are required unless they are optional', () => {
  expect(object({ a: text, b: optional(text) })).toMatchObject({ required: ['a'] });
});

test('a description is added to a copy', () => {
  const shared = object({ a: text });
  const field = described(shared, 'field is one of those.');
  expect(field).toMatchObject({ type: 'object', description: 'field is one of those.', required: ['a'] });
  expect(shared).not.toHaveProperty('description');
});

test('a described field can be optional, and its own fields stay as they were', () => {
  const inner = object({ a: text, b: optional(text) });
  const outer = object({ inner: optional(described(inner, 'inner is inside.')) });
  expect(outer).not.toHaveProperty('required');
  expect(outer.properties.inner).toMatchObject({ required: ['a'] });
});

test.each(['1', '100m', '2Gi', '1.5', '1e3'])('the pattern of quantities knows %s', (value) => {
  expect(value).toMatch(new RegExp(JSON.parse(JSON.stringify(quantity())).pattern));
});

test.each(['', '2 Gi', '1GB', 'Gi'])('the pattern of quantities does not know %j', (value) => {
  expect(value).not.toMatch(new RegExp(JSON.parse(JSON.stringify(quantity())).pattern));
});

test('metadata is bare, and required only where asked for', () => {
  const schema = kubeObject({}, { metadataRequired: true });
  expect(JSON.parse(JSON.stringify(schema.properties.metadata))).toEqual({ type: 'object' });
  expect(schema).toMatchObject({ required: ['metadata'] });
  expect(kubeObject({}, {})).not.toHaveProperty('required');
});
