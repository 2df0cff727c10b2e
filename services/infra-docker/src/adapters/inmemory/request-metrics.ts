import type { ApiRequestRecord } from '../../ports/simulated-clusters.ts';
import type { FinishedRequest } from './apiserver/api-server-instance.ts';
import { parseRoute, type ObjectRoute, type Verb } from './apiserver/request-route.ts';

/** Verbs as kube-apiserver's metrics name them. */
const metricVerbs: Readonly<Record<Verb, string>> = {
  get: 'GET', list: 'LIST', watch: 'WATCH', create: 'POST', update: 'PUT', patch: 'PATCH', delete: 'DELETE', deletecollection: 'DELETECOLLECTION', connect: 'CONNECT',
};

/** The labels of one finished request. */
export function toRequestRecord(clusterKey: string, finished: FinishedRequest, durationMs: number): ApiRequestRecord {
  const { url, method, host, userAgent, code } = finished;
  const common = { clusterKey, method, host, userAgent, code, durationMs, dryRun: dryRunOf(url) };
  const route = objectRoute(finished);
  if (!route) return { ...common, verb: method, group: '', version: '', resource: '', subresource: '', scope: '', path: fixedPath(url.pathname) };
  const { group, version, plural: resource, subresource = '' } = route;
  return { ...common, group, version, resource, subresource, verb: verbOf(route, finished), scope: scopeOf(route), path: pathOf(route) };
}

/** What clients make up must not become a label value. */
function dryRunOf({ searchParams }: URL): string {
  const values = [...new Set(searchParams.getAll('dryRun'))];
  return values.every((value) => value === 'All') ? values.join() : 'invalid';
}

function objectRoute({ method, url }: FinishedRequest): ObjectRoute | undefined {
  try {
    const route = parseRoute(method, url.pathname, url.searchParams);
    return route.kind === 'object' ? route : undefined;
  } catch {
    // A path no API server has; it is counted by its method alone.
    return undefined;
  }
}

/** Unknown paths share one label value: clients choose them freely. */
function fixedPath(pathname: string): string {
  return ['/', '/api', '/apis', '/version', '/healthz', '/livez', '/readyz', '/openapi/v3'].includes(pathname) ? pathname : '';
}

function verbOf({ verb }: ObjectRoute, { contentType }: FinishedRequest): string {
  return verb === 'patch' && contentType.startsWith('application/apply-patch') ? 'APPLY' : metricVerbs[verb];
}

function scopeOf({ name, namespace, verb }: ObjectRoute): ApiRequestRecord['scope'] {
  if (name !== undefined || verb === 'create') return 'resource';
  return namespace === undefined ? 'cluster' : 'namespace';
}

function pathOf({ group, namespace, name, subresource }: ObjectRoute): string {
  const root = group === '' ? '/api/v1' : '/apis/{group}/{version}';
  return `${root}${namespace === undefined ? '' : '/namespaces/{namespace}'}/{resource}${name === undefined ? '' : '/{name}'}${subresource === undefined ? '' : `/${subresource}`}`;
}
