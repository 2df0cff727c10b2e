/** The part of OpenAPI v3 that a CustomResourceDefinition may use, and the pass from a schema value to it. */

/** A structural schema: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ */
export interface StructuralSchema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly items?: StructuralSchema;
  readonly additionalProperties?: StructuralSchema;
  readonly anyOf?: readonly StructuralSchema[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'map' | 'atomic' | 'set';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic';
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string; readonly message: string }[];
}

const keywords = [
  'description',
  'type',
  'format',
  'default',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'anyOf',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-validations',
] as const;

/**
 * Copies what a CustomResourceDefinition knows, in a fixed order, with properties sorted.
 *
 * Errors: throws on a keyword that would be lost.
 */
export function toStructural(schema: object, path = ''): StructuralSchema {
  // Schemas are JSON by construction; the keywords are checked below.
  const source = schema as Record<string, unknown>;
  refuseUnknownKeywords(source, path);
  const { required, properties, items, additionalProperties } = source as StructuralSchema;
  return {
    ...Object.fromEntries(keywords.flatMap((key) => (source[key] === undefined ? [] : [[key, source[key]]]))),
    ...(required?.length ? { required: [...required].sort() } : {}),
    ...(properties && Object.keys(properties).length > 0 ? { properties: toProperties(properties, path) } : {}),
    ...(items ? { items: toStructural(items, `${path}[]`) } : {}),
    ...(additionalProperties ? { additionalProperties: toStructural(additionalProperties, `${path}{}`) } : {}),
  };
}

function toProperties(properties: Readonly<Record<string, object>>, path: string): Record<string, StructuralSchema> {
  const entries = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, child]) => [name, toStructural(child, `${path}.${name}`)]));
}

function refuseUnknownKeywords(source: Record<string, unknown>, path: string): void {
  const known: readonly string[] = [...keywords, 'required', 'properties', 'items', 'additionalProperties'];
  const lost = Object.keys(source).filter((key) => !known.includes(key));
  if (lost.length > 0) throw new Error(`${path || '.'}: a CustomResourceDefinition cannot hold ${lost.join(', ')}`);
}

/** One place in a schema, as `crd-compat` writes it: `.spec.list[].field`, `.spec.map{}`. */
export interface SchemaNode {
  readonly path: string;
  /** The wire name where the node is a property. */
  readonly field?: string;
  readonly schema: StructuralSchema;
}

/** Walks a schema depth first, the root included. */
export function* walk(schema: StructuralSchema): Generator<SchemaNode> {
  yield { path: '.', schema };
  yield* walkChildren(schema, '');
}

function* walkChildren({ properties = {}, items, additionalProperties }: StructuralSchema, path: string): Generator<SchemaNode> {
  for (const [field, schema] of Object.entries(properties)) yield* walkNode({ path: `${path}.${field}`, field, schema });
  if (items) yield* walkNode({ path: `${path}[]`, schema: items });
  if (additionalProperties) yield* walkNode({ path: `${path}{}`, schema: additionalProperties });
}

function* walkNode(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  yield* walkChildren(node.schema, node.path);
}
