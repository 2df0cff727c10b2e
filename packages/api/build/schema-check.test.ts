import { schemaProblems } from './schema-check.ts';
import type { StructuralSchema } from './structural-schema.ts';

const field = (schema: StructuralSchema, description = 'field says something.'): StructuralSchema => ({
  type: 'object',
  properties: { field: { description, ...schema } },
});

const refused = [
  { name: 'no type', why: 'structural schemas need one', schema: field({}), problem: '.field has no type' },
  { name: 'list without items', why: 'the API server cannot prune it', schema: field({ type: 'array' }), problem: '.field is a list without items' },
  {
    name: 'fields and free keys together',
    why: 'forbidden in structural schemas',
    schema: field({ type: 'object', properties: { a: { type: 'string', description: 'a is a.' } }, additionalProperties: { type: 'string' } }),
    problem: '.field has properties and additionalProperties',
  },
  {
    name: 'unknown required field',
    why: 'no object could be created',
    schema: field({ type: 'object', required: ['gone'] }),
    problem: '.field requires unknown fields gone',
  },
  {
    name: 'merge list without keys',
    why: 'nothing to merge by',
    schema: field({ type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'map' }),
    problem: '.field is merged by key, but names no key',
  },
  {
    name: 'merge key that may be missing',
    why: 'keys must be required or have a default',
    schema: field({
      type: 'array',
      items: { type: 'object', properties: { name: { type: 'string', description: 'name is a name.' } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    }),
    problem: '.field has keys that are not required scalars: name',
  },
  {
    name: 'set of objects',
    why: 'objects have no identity to be unique by',
    schema: field({ type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'set' }),
    problem: '.field is a set of things that are not scalars',
  },
  {
    name: 'list type of a string',
    why: 'only lists have one',
    schema: field({ type: 'string', 'x-kubernetes-list-type': 'set', items: { type: 'string' } }),
    problem: '.field has a list type',
  },
  {
    name: 'map type of a string',
    why: 'only objects have one',
    schema: field({ type: 'string', 'x-kubernetes-map-type': 'atomic' }),
    problem: '.field has a map type',
  },
  {
    name: 'broken pattern',
    why: 'the API server compiles it',
    schema: field({ type: 'string', pattern: '(' }),
    problem: '.field has a pattern that is no regular expression: (',
  },
  { name: 'repeated enum value', why: 'enums are sets', schema: field({ type: 'string', enum: ['A', 'A'] }), problem: '.field lists A twice' },
  {
    name: 'limits that exclude everything',
    why: 'no value would be valid',
    schema: field({ type: 'string', minLength: 2, maxLength: 1 }),
    problem: '.field has minLength above maxLength',
  },
  {
    name: 'words about metadata',
    why: 'the API server refuses them',
    schema: { type: 'object', properties: { metadata: { type: 'object', description: 'metadata is metadata.' } } },
    problem: '.metadata says more than that it is an object',
  },
  {
    name: 'no description',
    why: 'kubectl explain would be empty',
    schema: { type: 'object', properties: { field: { type: 'string' } } },
    problem: '.field has no description',
  },
  {
    name: "description in Go's spelling",
    why: 'users know wire names',
    schema: field({ type: 'string' }, 'Field is a field.'),
    problem: '.field has a description that does not begin with "field "',
  },
  {
    name: 'description without end',
    why: 'descriptions are sentences',
    schema: field({ type: 'string' }, 'field is'),
    problem: '.field has a description that is no sentence',
  },
  {
    name: 'floating point number',
    why: 'clients of different languages disagree about them',
    schema: field({ type: 'number' }),
    problem: '.field is a floating point number',
  },
  {
    name: 'status without conditions',
    why: 'conditions are how objects report',
    schema: { type: 'object', properties: { status: { type: 'object', description: 'status is a status.' } } },
    problem: '.status reports no conditions',
  },
] as const satisfies readonly { name: string; why: string; schema: StructuralSchema; problem: string }[];

test.each(refused)('refuses $name ($why)', ({ schema, problem }) => {
  expect(schemaProblems(schema)).toContain(problem);
});

const accepted = [
  { name: 'limits that touch', schema: field({ type: 'string', minLength: 1, maxLength: 1 }) },
  { name: 'integer or string without a type', schema: field({ 'x-kubernetes-int-or-string': true }) },
  { name: 'any value without a type', schema: field({ 'x-kubernetes-preserve-unknown-fields': true }) },
  { name: 'set of strings', schema: field({ type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' }) },
  {
    name: 'merge key with a default',
    schema: field({
      type: 'array',
      items: { type: 'object', properties: { name: { type: 'string', default: '', description: 'name is a name.' } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    }),
  },
  {
    name: 'status that only states capacity',
    schema: {
      type: 'object',
      properties: {
        status: {
          type: 'object',
          description: 'status is a status.',
          properties: { capacity: { type: 'object', description: 'capacity is what there is.', additionalProperties: { type: 'string' } } },
        },
      },
    },
  },
] as const satisfies readonly { name: string; schema: StructuralSchema }[];

test.each(accepted)('accepts $name', ({ schema }) => {
  expect(schemaProblems(schema)).toEqual([]);
});

test('names the place inside lists and maps', () => {
  const schema = field({ type: 'array', items: { type: 'object', additionalProperties: {} } });
  expect(schemaProblems(schema)).toEqual(['.field[]{} has no type']);
});
