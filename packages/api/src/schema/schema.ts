/**
 * The vocabulary in which the API types are written: a thin layer over TypeBox that says Kubernetes' words.
 *
 * Schemas exist at build time only. The CRD generator reads them as values, everything else as types.
 */
import { Type, type Static, type TProperties, type TSchema, type TUnsafe } from 'typebox';
import type { KubeObject } from '../resource.ts';

export type { Static, TSchema, TUnsafe } from 'typebox';

/** A CEL rule that the API server enforces. */
export interface ValidationRule {
  readonly rule: string;
  readonly message: string;
}

interface Described {
  readonly description?: string;
  readonly default?: unknown;
  readonly rules?: readonly ValidationRule[];
}

interface UnboundedStringOptions extends Described {
  readonly minLength?: number;
  readonly pattern?: string;
  /** `byte` for base64; times have their own builder. */
  readonly format?: 'byte';
}

interface StringOptions extends UnboundedStringOptions {
  readonly maxLength: number;
}

interface NumberOptions extends Described {
  readonly minimum?: number;
  readonly maximum?: number;
}

interface UnboundedListOptions extends Described {
  readonly minItems?: number;
  readonly maxItems?: number;
}

interface ListOptions extends UnboundedListOptions {
  readonly maxItems: number;
}

interface ObjectOptions extends Described {
  readonly minProperties?: number;
  readonly maxProperties?: number;
  /** The whole object belongs to one field manager. */
  readonly atomic?: boolean;
}

type Keywords = Record<string, unknown>;

/** Turns our option names into the keywords of an OpenAPI v3 schema with Kubernetes' extensions. */
function keywords({ rules, atomic, ...rest }: ObjectOptions): Keywords {
  return {
    ...rest,
    ...(atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    ...(rules ? { 'x-kubernetes-validations': rules.map((rule) => ({ ...rule })) } : {}),
  };
}

/** An object with known fields; fields that are not `optional` are required. */
export function object<P extends TProperties>(properties: P, options: ObjectOptions = {}) {
  return Type.Object(properties, keywords(options));
}

/** A field that may be left out. */
export function optional<S extends TSchema>(schema: S) {
  return Type.Optional(schema);
}

/** The same schema with the description of the field that uses it. */
export function described<S extends TSchema>(schema: S, description: string): S {
  // A copy keeps TypeBox' hidden properties, which carry what is optional; S stays S because only a keyword is added.
  return Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(schema),
    description: { value: description, enumerable: true },
  }) as S;
}

/** A string; every string that we invent has a limit. */
export function string(options: StringOptions): TUnsafe<string> {
  return unboundedString(options);
}

/** A string for which upstream has no limit, so that we cannot have one either. */
export function unboundedString(options: UnboundedStringOptions = {}): TUnsafe<string> {
  return Type.Unsafe<string>({ type: 'string', ...keywords(options) });
}

/** A string that is one of a closed set. */
export function enumeration<const V extends readonly string[]>(
  values: V,
  options: UnboundedStringOptions & { readonly maxLength?: number } = {},
): TUnsafe<V[number]> {
  return Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...keywords(options) });
}

export function boolean(options: Described = {}): TUnsafe<boolean> {
  return Type.Unsafe<boolean>({ type: 'boolean', ...keywords(options) });
}

export function int32(options: NumberOptions = {}): TUnsafe<number> {
  return Type.Unsafe<number>({ type: 'integer', format: 'int32', ...keywords(options) });
}

export function int64(options: NumberOptions = {}): TUnsafe<number> {
  return Type.Unsafe<number>({ type: 'integer', format: 'int64', ...keywords(options) });
}

/** An integer, or a string such as `25%`. */
export function intOrString(options: Described = {}): TUnsafe<number | string> {
  return Type.Unsafe<number | string>({
    anyOf: [{ type: 'integer' }, { type: 'string' }],
    'x-kubernetes-int-or-string': true,
    ...keywords(options),
  });
}

/** A resource quantity such as `500m` or `2Gi`. */
export function quantity(options: Described = {}): TUnsafe<number | string> {
  return intOrString({ pattern: quantityPattern, ...options } as Described);
}

const quantityPattern =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

/** An RFC 3339 time with second precision. */
export function dateTime(options: Described = {}): TUnsafe<string> {
  return Type.Unsafe<string>({ type: 'string', format: 'date-time', ...keywords(options) });
}

/** A Go duration such as `1m30s`. Only where upstream has it: new fields are seconds. */
export function duration(options: Described = {}): TUnsafe<string> {
  return Type.Unsafe<string>({ type: 'string', ...keywords(options) });
}

function array<S extends TSchema>(items: S, options: UnboundedListOptions, extensions: Keywords): TUnsafe<Static<S>[]> {
  return Type.Unsafe<Static<S>[]>({ type: 'array', items, ...extensions, ...keywords(options) });
}

/** A list whose items are merged by key fields: each item can have another field manager. */
export function listMap<S extends TSchema>(keys: readonly string[], items: S, options: ListOptions) {
  return array(items, options, { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [...keys] });
}

/** A list that one field manager owns as a whole. */
export function listAtomic<S extends TSchema>(items: S, options: ListOptions) {
  return unboundedListAtomic(items, options);
}

/** An atomic list for which Kubernetes has no limit. */
export function unboundedListAtomic<S extends TSchema>(items: S, options: UnboundedListOptions = {}) {
  return array(items, options, { 'x-kubernetes-list-type': 'atomic' });
}

/** A list of unique scalars, merged by value. */
export function listSet<S extends TSchema>(items: S, options: ListOptions) {
  return array(items, options, { 'x-kubernetes-list-type': 'set' });
}

/** A list of the older API whose merge strategy was never declared; the API server treats it as atomic. */
export function listUndeclared<S extends TSchema>(items: S, options: UnboundedListOptions = {}) {
  return array(items, options, {});
}

/** An object with free keys and values of one shape. */
export function map<S extends TSchema>(values: S, options: ObjectOptions = {}): TUnsafe<Record<string, Static<S>>> {
  return Type.Unsafe<Record<string, Static<S>>>({
    type: 'object',
    additionalProperties: values,
    ...keywords(options),
  });
}

/** Any JSON value, kept as it is. */
export function anyValue<T = unknown>(options: Described = {}): TUnsafe<T> {
  return Type.Unsafe<T>({ 'x-kubernetes-preserve-unknown-fields': true, ...keywords(options) });
}

/** Any JSON object, kept as it is. */
export function anyObject(options: Described = {}): TUnsafe<Record<string, unknown>> {
  return Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
    ...keywords(options),
  });
}

interface KubeObjectOptions extends Described {
  /** Whether the API server insists on metadata; it always has some. */
  readonly metadataRequired?: boolean;
}

/** A whole API object: the type and metadata fields that all kinds share, and the kind's own. */
export function kubeObject<P extends TProperties>(properties: P, { metadataRequired, ...options }: KubeObjectOptions) {
  // The API server validates metadata itself and allows no word about it here.
  const metadata = Type.Unsafe<KubeObject['metadata']>({ type: 'object' });
  return object(
    {
      apiVersion: optional(unboundedString({ description: apiVersionDescription })),
      kind: optional(unboundedString({ description: kindDescription })),
      metadata: metadataRequired ? metadata : optional(metadata),
      ...properties,
    },
    options,
  );
}

const apiVersionDescription = 'apiVersion is the API group and version that this representation of the object follows.';
const kindDescription = 'kind is the type of the object; it cannot change.';
