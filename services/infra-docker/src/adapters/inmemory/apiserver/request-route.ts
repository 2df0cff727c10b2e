import { badRequest, unknownPath } from '../store/api-errors.ts';

export type ReadVerb = 'get' | 'list' | 'watch';
export type WriteVerb = 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';
export type Verb = ReadVerb | WriteVerb | 'connect';

/** A request for objects of one kind. */
export interface ObjectRoute {
  readonly kind: 'object';
  readonly verb: Verb;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** What a path asks for. */
export type Route =
  | ObjectRoute
  | { readonly kind: 'root' | 'health' | 'version' | 'coreVersions' | 'groups' | 'openapiIndex' }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'resources' | 'openapi'; readonly group: string; readonly version: string };

/** The subresources that open a connection instead of answering. */
const connectSubresources = new Set(['portforward', 'exec', 'attach', 'proxy']);

const fixedRoutes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['', { kind: 'root' }],
  ['version', { kind: 'version' }],
  ['api', { kind: 'coreVersions' }],
  ['apis', { kind: 'groups' }],
  ['openapi/v3', { kind: 'openapiIndex' }],
]);

/** Reads method and path as kube-apiserver does. Errors: NotFound for paths no API server has, BadRequest for broken escapes. */
export function parseRoute(method: string, path: string, query: URLSearchParams): Route {
  const steps = path.split('/').filter(Boolean).map(decodeStep);
  const fixed = fixedRoutes.get(steps.join('/'));
  if (fixed) return fixed;
  const [first, ...rest] = steps;
  if (first === 'healthz' || first === 'livez' || first === 'readyz') return { kind: 'health' };
  if (first === 'openapi') return openapiRoute(rest);
  if (first === 'api') return resourceRoute({ group: '', version: rest[0] ?? '', method, query }, rest.slice(1));
  if (first !== 'apis') throw unknownPath();
  const [group = '', version] = rest;
  return version === undefined ? { kind: 'group', group } : resourceRoute({ group, version, method, query }, rest.slice(2));
}

function openapiRoute([format, first, group, version]: readonly string[]): Route {
  if (format === 'v3' && first === 'api' && group !== undefined) return { kind: 'openapi', group: '', version: group };
  if (format === 'v3' && first === 'apis' && group !== undefined && version !== undefined) return { kind: 'openapi', group, version };
  throw unknownPath();
}

interface ResourceRequest {
  readonly group: string;
  readonly version: string;
  readonly method: string;
  readonly query: URLSearchParams;
}

function resourceRoute({ group, version, method, query }: ResourceRequest, steps: readonly string[]): Route {
  if (steps.length === 0) return { kind: 'resources', group, version };
  const { namespace, plural, name, subresource } = locate(steps);
  const verb = verbOf(method, query, name, subresource);
  return { kind: 'object', verb, group, version, plural, namespace, name, subresource };
}

interface Location {
  readonly namespace?: string | undefined;
  readonly plural: string;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** `namespaces/x` is the Namespace x, `namespaces/x/status` its subresource, and anything longer lies inside it. */
function locate(steps: readonly string[]): Location {
  const [first = '', namespace, third, ...rest] = steps;
  const inside = first === 'namespaces' && third !== undefined && third !== 'status' && third !== 'finalize';
  if (!inside) return steps.length > 3 ? tooDeep() : { plural: first, name: namespace, subresource: third };
  return rest.length > 2 ? tooDeep() : { namespace, plural: third, name: rest[0], subresource: rest[1] };
}

function tooDeep(): never {
  throw unknownPath();
}

function verbOf(method: string, query: URLSearchParams, name: string | undefined, subresource: string | undefined): Verb {
  if (subresource !== undefined && connectSubresources.has(subresource)) return 'connect';
  switch (method) {
    case 'GET':
    case 'HEAD':
      return name === undefined || isTrue(query.get('watch')) ? listOrWatch(query) : 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      throw badRequest(`method ${method} is not supported`);
  }
}

function listOrWatch(query: URLSearchParams): 'list' | 'watch' {
  return isTrue(query.get('watch')) ? 'watch' : 'list';
}

/** Booleans in queries as Go's strconv reads them, and the bare parameter. */
export function isTrue(value: string | null): boolean {
  return value !== null && ['', '1', 't', 'T', 'true', 'TRUE', 'True'].includes(value);
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch (cause) {
    throw badRequest(`invalid path escape: ${String(cause)}`);
  }
}
