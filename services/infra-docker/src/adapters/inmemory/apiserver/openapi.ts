import type { JsonObject } from '../store/json-values.ts';
import type { ServedResource } from '../store/resources.ts';

/** `/openapi/v3`: where the document of each group version is. */
export function openapiIndex(resources: readonly ServedResource[]): JsonObject {
  const prefixes = new Set(resources.map(({ group, version }) => prefixOf(group, version)));
  return { paths: Object.fromEntries([...prefixes].map((prefix) => [prefix, { serverRelativeURL: `/openapi/v3/${prefix}` }])) };
}

/**
 * `/openapi/v3/…`: no schemas, only that every write takes `fieldValidation`.
 *
 * kubectl reads this before it sends an object: with the parameter there it leaves validation to the server, without it it wants full schemas.
 */
export function openapiDocument(resources: readonly ServedResource[], group: string, version: string): JsonObject {
  const served = resources.filter((resource) => resource.group === group && resource.version === version);
  const paths = served.map((resource): [string, JsonObject] => [pathOf(resource), pathItem(resource)]);
  return { openapi: '3.0.0', info: { title: 'Simulated workload cluster', version: 'v1' }, paths: Object.fromEntries(paths), components: { schemas: {} } };
}

function prefixOf(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

function pathOf({ group, version, plural, namespaced }: ServedResource): string {
  return `/${prefixOf(group, version)}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}/{name}`;
}

function pathItem({ group, version, kind }: ServedResource): JsonObject {
  const operation = (action: string): JsonObject => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
    parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: { 200: { description: 'OK' } },
  });
  return { put: operation('put'), patch: operation('patch') };
}
