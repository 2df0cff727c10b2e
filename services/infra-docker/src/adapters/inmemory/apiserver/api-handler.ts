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
import { parseRoute, type InfoKind, type InfoRoute, type Route } from './request-route.ts';

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

interface InfoCall {
  readonly deps: ApiHandlerDeps;
  readonly route: InfoRoute;
  readonly accept: string;
}

function handleInfoRequest(deps: ApiHandlerDeps, route: InfoRoute, { method, accept }: ApiRequest): ApiResponse {
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
  return answers[route.kind]({ deps, route, accept });
}

const answers: Readonly<Record<InfoKind, (call: InfoCall) => ApiResponse>> = {
  health: () => ({ kind: 'text', status: 200, body: 'ok' }),
  version: ({ deps }) => json(200, versionInfo(deps.kubernetesVersion)),
  root: () => json(200, { paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'] }),
  coreVersions: ({ deps, accept }) => versions(deps.catalog.list(), 'coreVersions', aggregatedDiscoveryVersion(accept)),
  groups: ({ deps, accept }) => versions(deps.catalog.list(), 'groups', aggregatedDiscoveryVersion(accept)),
  group: ({ deps, route }) => found(group(deps.catalog.list(), route.group)),
  resources: ({ deps, route }) => found(resourceList(deps.catalog.list(), route.group, route.version)),
  openapiIndex: ({ deps }) => json(200, openapiIndex(deps.catalog.list())),
  openapi: ({ deps, route }) => json(200, openapiDocument(deps.catalog.list(), route.group, route.version)),
};

function versions(resources: readonly ServedResource[], kind: 'coreVersions' | 'groups', aggregated: string | undefined): ApiResponse {
  if (!aggregated) return json(200, kind === 'coreVersions' ? coreVersions() : groupList(resources));
  // Clients tell by the content type which of the two forms they got.
  const contentType = `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`;
  return { kind: 'json', status: 200, contentType, body: aggregatedDiscovery(resources, kind === 'coreVersions', aggregated) };
}

function found(body: object | undefined): ApiResponse {
  if (!body) throw unknownPath();
  return json(200, body);
}
