/**
 * What generation refuses: schemas that the API server would not accept, and fields that break our API conventions.
 *
 * Each rule looks at one node and returns what is wrong with it, or nothing.
 */
import { walk, type SchemaNode, type StructuralSchema } from './structural-schema.ts';

type Rule = (node: SchemaNode) => string | undefined;

const scalarTypes = ['string', 'integer', 'number', 'boolean'];

const isUntyped = ({ schema }: SchemaNode): boolean => schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;

/** Rules of the API server; without them, applying the CustomResourceDefinition fails. */
const structuralRules: readonly Rule[] = [
  (node) => (node.schema.type === undefined && !isUntyped(node) ? 'has no type' : undefined),
  ({ schema }) => (schema.type === 'array' && !schema.items ? 'is a list without items' : undefined),
  ({ schema }) => (schema.properties && schema.additionalProperties ? 'has properties and additionalProperties' : undefined),
  ({ schema }) => {
    const unknown = (schema.required ?? []).filter((name) => schema.properties?.[name] === undefined);
    return unknown.length > 0 ? `requires unknown fields ${unknown.join(', ')}` : undefined;
  },
  ({ schema }) => (schema['x-kubernetes-list-type'] === 'map' ? listMapProblem(schema) : undefined),
  ({ schema }) => (schema['x-kubernetes-list-type'] === 'set' && !isSetItem(schema.items) ? 'is a set of things that are not scalars' : undefined),
  ({ schema }) => (schema['x-kubernetes-list-type'] && schema.type !== 'array' ? 'has a list type' : undefined),
  ({ schema }) => (schema['x-kubernetes-map-type'] && schema.type !== 'object' ? 'has a map type' : undefined),
  ({ schema }) => patternProblem(schema.pattern),
  ({ schema }) => {
    const repeated = (schema.enum ?? []).filter((value, i, all) => all.indexOf(value) !== i);
    return repeated.length > 0 ? `lists ${repeated.join(', ')} twice` : undefined;
  },
  ({ schema }) => limitProblem(schema),
  ({ path, schema }) => (path === '.metadata' && Object.keys(schema).length > 1 ? 'says more than that it is an object' : undefined),
];

function listMapProblem({ items, ...list }: StructuralSchema): string | undefined {
  const keys = list['x-kubernetes-list-map-keys'] ?? [];
  if (keys.length === 0) return 'is merged by key, but names no key';
  const wrong = keys.filter((key) => {
    const field = items?.properties?.[key];
    const present = items?.required?.includes(key) || field?.default !== undefined;
    return !field || !present || !scalarTypes.includes(field.type ?? '');
  });
  return wrong.length > 0 ? `has keys that are not required scalars: ${wrong.join(', ')}` : undefined;
}

function isSetItem(items: StructuralSchema | undefined): boolean {
  return items !== undefined && (scalarTypes.includes(items.type ?? '') || items['x-kubernetes-map-type'] === 'atomic');
}

function patternProblem(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  try {
    RegExp(pattern);
    return undefined;
  } catch {
    return `has a pattern that is no regular expression: ${pattern}`;
  }
}

function limitProblem(schema: StructuralSchema): string | undefined {
  const pairs = [
    ['minLength', 'maxLength'],
    ['minimum', 'maximum'],
    ['minItems', 'maxItems'],
    ['minProperties', 'maxProperties'],
  ] as const;
  const crossed = pairs.find(([min, max]) => (schema[min] ?? -Infinity) > (schema[max] ?? Infinity));
  return crossed ? `has ${crossed[0]} above ${crossed[1]}` : undefined;
}

/** Our conventions. Limits and list types are asked for by the builders in `src/schema`, which have names for exceptions. */
const conventionRules: readonly Rule[] = [
  ({ path, field, schema }) => (field !== undefined && path !== '.metadata' ? descriptionProblem(field, schema.description) : undefined),
  ({ schema }) => (schema.type === 'number' ? 'is a floating point number' : undefined),
  ({ path, field, schema }) =>
    path === '.status' && schema.properties?.['conditions'] === undefined && field === 'status' && !statusWithoutConditions(schema)
      ? 'reports no conditions'
      : undefined,
];

/** A status that only states capacity for the autoscaler belongs to a template, which nothing reconciles. */
function statusWithoutConditions({ properties }: StructuralSchema): boolean {
  return properties?.['capacity'] !== undefined;
}

function descriptionProblem(field: string, description: string | undefined): string | undefined {
  if (description === undefined) return 'has no description';
  if (!description.startsWith(`${field} `)) return `has a description that does not begin with "${field} "`;
  if (!description.endsWith('.')) return 'has a description that is no sentence';
  return undefined;
}

/** Everything that is wrong with a schema, one line per problem. */
export function schemaProblems(schema: StructuralSchema): string[] {
  const rules = [...structuralRules, ...conventionRules];
  return [...walk(schema)].flatMap((node) =>
    rules.flatMap((rule) => {
      const problem = rule(node);
      return problem === undefined ? [] : [`${node.path} ${problem}`];
    }),
  );
}
