import { methodNotAllowed, toStatus, unauthorized, unknownPath } from '../store/api-errors.ts';
import type { SimulationClock } from '../clock.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { ResourceCatalog } from '../store/resource-catalog.ts';
import type { ServedResource } from '../store/resources.ts';
import { json, type ApiRequest, type ApiResponse } from './api-request.ts';
import { aggregatedDiscoveryVersion } from './content-negotiation.ts';
import { aggregatedDiscovery, coreVersions, group, groupList, resourceList, versionInfo } from './discovery.ts';
import { handleObjectRequest } from './object-requests.ts';
import { openapiDocument, openapiIndex } from './openapi.ts';
import { parseRoute, type Route } from './request-route.ts';

export interface ApiHandlerDeps {
  readonly store: ObjectStore;
  readonly catalog: ResourceCatalog;
  readonly clock: SimulationClock;
  /** Answered at `/version`. */
  readonly kubernetesVersion: string;
}

/** What anybody may read, as every API server allows by default. */
const publicRoutes = new Set<Route['kind']>(['health', 'version']);

/** Answers one request; refusals and failures become a metav1.Status. Never throws. */
export function handleApiRequest(deps: ApiHandlerDeps, request: ApiRequest): ApiResponse {
  try {
    const route = parseRoute(request.method, request.path, request.query);
    if (!request.authenticated && !publicRoutes.has(route.kind)) throw unauthorized();
    return route.kind === 'object' ? handleObjectRequest(deps, route, request) : handleInfoRequest(deps, route, request);
  } catch (error) {
    const status = toStatus(error);
    return { kind: 'json', status: status.code, body: status, retryAfterSeconds: status.details?.retryAfterSeconds };
  }
}

type InfoRoute = Exclude<Route, { kind: 'object' }>;

function handleInfoRequest(deps: ApiHandlerDeps, route: InfoRoute, { method, accept }: ApiRequest): ApiResponse {
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
  switch (route.kind) {
    case 'health':
      return { kind: 'text', status: 200, body: 'ok' };
    case 'version':
      return json(200, versionInfo(deps.kubernetesVersion));
    case 'root':
      return json(200, { paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'] });
    default:
      return handleDiscovery(deps, route, accept);
  }
}

function handleDiscovery({ catalog }: ApiHandlerDeps, route: InfoRoute, accept: string): ApiResponse {
  const resources = catalog.list();
  const aggregated = aggregatedDiscoveryVersion(accept);
  switch (route.kind) {
    case 'coreVersions':
      return aggregated ? aggregatedAnswer(resources, true, aggregated) : json(200, coreVersions());
    case 'groups':
      return aggregated ? aggregatedAnswer(resources, false, aggregated) : json(200, groupList(resources));
    case 'group':
      return found(group(resources, route.group));
    case 'resources':
      return found(resourceList(resources, route.group, route.version));
    case 'openapiIndex':
      return json(200, openapiIndex(resources));
    case 'openapi':
      return json(200, openapiDocument(resources, route.group, route.version));
    default:
      throw unknownPath();
  }
}

/** Clients tell by the content type which of the two forms they got. */
function aggregatedAnswer(resources: readonly ServedResource[], core: boolean, version: string): ApiResponse {
  const contentType = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
  return { kind: 'json', status: 200, contentType, body: aggregatedDiscovery(resources, core, version) };
}

function found(body: object | undefined): ApiResponse {
  if (!body) throw unknownPath();
  return json(200, body);
}
