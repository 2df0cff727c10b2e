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

export type InfoKind = 'root' | 'health' | 'version' | 'coreVersions' | 'groups' | 'group' | 'resources' | 'openapiIndex' | 'openapi';

/** A request for something about the server; group and version are empty where the path names none. */
export interface InfoRoute {
  readonly kind: InfoKind;
  readonly group: string;
  readonly version: string;
}

/** What a path asks for. */
export type Route = ObjectRoute | InfoRoute;

/** The subresources that open a connection instead of answering. */
const connectSubresources = new Set(['portforward', 'exec', 'attach', 'proxy']);

const fixedPaths: ReadonlyMap<string, InfoKind> = new Map<string, InfoKind>([
  ['', 'root'],
  ['version', 'version'],
  ['api', 'coreVersions'],
  ['apis', 'groups'],
  ['openapi/v3', 'openapiIndex'],
]);

function info(kind: InfoKind, group = '', version = ''): InfoRoute {
  return { kind, group, version };
}

/** Reads method and path as kube-apiserver does. Errors: NotFound for paths no API server has, BadRequest for broken escapes. */
export function parseRoute(method: string, path: string, query: URLSearchParams): Route {
  const steps = path.split('/').filter(Boolean).map(decodeStep);
  const fixed = fixedPaths.get(steps.join('/'));
  if (fixed) return info(fixed);
  const [first = '', ...rest] = steps;
  switch (first) {
    case 'healthz':
    case 'livez':
    case 'readyz':
      return info('health');
    case 'openapi':
      return openapiRoute(rest);
    case 'api':
      return resourceRoute({ group: '', version: rest[0] ?? '', method, query }, rest.slice(1));
    case 'apis':
      return groupRoute(method, query, rest);
    default:
      throw unknownPath();
  }
}

function groupRoute(method: string, query: URLSearchParams, [group = '', version, ...rest]: readonly string[]): Route {
  return version === undefined ? info('group', group) : resourceRoute({ group, version, method, query }, rest);
}

function openapiRoute([format, first, group, version]: readonly string[]): Route {
  if (format === 'v3' && first === 'api' && group !== undefined) return info('openapi', '', group);
  if (format === 'v3' && first === 'apis' && group !== undefined && version !== undefined) return info('openapi', group, version);
  throw unknownPath();
}

interface ResourceRequest {
  readonly group: string;
  readonly version: string;
  readonly method: string;
  readonly query: URLSearchParams;
}

function resourceRoute({ group, version, method, query }: ResourceRequest, steps: readonly string[]): Route {
  if (steps.length === 0) return info('resources', group, version);
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
  if (method === 'GET' || method === 'HEAD') return readVerb(query, name);
  if (method === 'DELETE') return name === undefined ? 'deletecollection' : 'delete';
  const verb = writeVerbs.get(method);
  if (!verb) throw badRequest(`method ${method} is not supported`);
  return verb;
}

const writeVerbs: ReadonlyMap<string, WriteVerb> = new Map([['POST', 'create'], ['PUT', 'update'], ['PATCH', 'patch']]);

function readVerb(query: URLSearchParams, name: string | undefined): ReadVerb {
  if (isTrue(query.get('watch'))) return 'watch';
  return name === undefined ? 'list' : 'get';
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
