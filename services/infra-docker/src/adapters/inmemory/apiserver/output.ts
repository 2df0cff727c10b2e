import type { JsonObject } from '../store/json-values.ts';
import type { ServedResource } from '../store/resources.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { negotiateForm, type OutputForm } from './content-negotiation.ts';
import { toMetadataOnly, toTable, type IncludeObject } from './tables.ts';

/** In which form one request wants its objects. */
export interface Output {
  readonly form: OutputForm;
  readonly includeObject: IncludeObject;
}

/** Errors: NotAcceptable. */
export function outputOf(accept: string, query: URLSearchParams): Output {
  const include = query.get('includeObject');
  return { form: negotiateForm(accept), includeObject: include === 'None' || include === 'Object' ? include : 'Metadata' };
}

/** One object in the wanted form. */
export function renderObject(resource: ServedResource, object: StoredObject, { form, includeObject }: Output, now: Date): JsonObject {
  switch (form) {
    case 'object':
      return inVersion(resource, object);
    case 'metadata':
      return toMetadataOnly(object);
    case 'table':
      return toTable(resource, [object], { now, includeObject, resourceVersion: object.metadata.resourceVersion });
  }
}

export interface ListRendering {
  readonly output: Output;
  readonly resourceVersion: string;
  readonly now: Date;
}

/** A list in the wanted form. */
export function renderList(resource: ServedResource, items: readonly StoredObject[], { output, resourceVersion, now }: ListRendering): JsonObject {
  const metadata = { resourceVersion };
  switch (output.form) {
    case 'object':
      return { kind: `${resource.kind}List`, apiVersion: apiVersion(resource), metadata, items: items.map((item) => inVersion(resource, item)) };
    case 'metadata':
      return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: items.map(toMetadataOnly) };
    case 'table':
      return toTable(resource, items, { now, includeObject: output.includeObject, resourceVersion });
  }
}

/** The object of a bookmark: nothing but a version, and the mark that ends the initial events. */
export function renderBookmark(resource: ServedResource, form: OutputForm, resourceVersion: string, endsInitialEvents: boolean): JsonObject {
  const metadata = { resourceVersion, creationTimestamp: null, ...(endsInitialEvents && { annotations: { 'k8s.io/initial-events-end': 'true' } }) };
  switch (form) {
    case 'object':
      return { kind: resource.kind, apiVersion: apiVersion(resource), metadata };
    case 'metadata':
      return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
    case 'table':
      return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: { resourceVersion }, columnDefinitions: [], rows: [] };
  }
}

export function apiVersion({ group, version }: Pick<ServedResource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Custom resources are stored as written; at another served version only the apiVersion differs (conversion strategy None). */
function inVersion(resource: ServedResource, object: StoredObject): JsonObject {
  return resource.builtIn ? object : { ...object, apiVersion: apiVersion(resource) };
}
