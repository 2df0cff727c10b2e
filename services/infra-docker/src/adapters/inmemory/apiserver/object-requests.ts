import { randomInt } from 'node:crypto';
import { isNotFound } from '@clusterwright/kube-client/errors';
import { badRequest, invalid, methodNotAllowed, unknownPath } from '../store/api-errors.ts';
import { applyPatch } from '../store/apply-patch.ts';
import { isJsonObject, jsonText, type JsonObject } from '../store/json-values.ts';
import type { DeleteOptions, DeleteResult } from '../store/object-store.ts';
import type { WriteScope } from '../store/object-metadata.ts';
import { podResource, resourceId, type ServedResource } from '../store/resources.ts';
import { parseFieldSelector, parseLabelSelector, type ObjectPredicate } from '../store/selectors.ts';
import type { ApiHandlerDeps } from './api-handler.ts';
import { json, type ApiRequest, type ApiResponse } from './api-request.ts';
import { checkDisruptionBudgets } from './eviction.ts';
import { apiVersion, outputOf, renderList, renderObject } from './output.ts';
import { decodeObject, decodeOptions, decodePatch } from './request-body.ts';
import { isTrue, type ObjectRoute, type Verb } from './request-route.ts';
import type { WatchStart } from './watch-hub.ts';

/** One request for objects, with what its route was resolved to. */
interface Call extends ApiHandlerDeps {
  readonly route: ObjectRoute;
  readonly request: ApiRequest;
  readonly resource: ServedResource;
  readonly dryRun: boolean;
}

interface NamedCall extends Call {
  readonly key: { readonly namespace: string | undefined; readonly name: string };
}

/** Answers a request for objects. Errors: `ApiError`. */
export function handleObjectRequest(deps: ApiHandlerDeps, route: ObjectRoute, request: ApiRequest): ApiResponse {
  const resource = deps.catalog.find(route);
  if (!resource || (route.namespace !== undefined && !resource.namespaced)) throw unknownPath();
  const call: Call = { ...deps, route, request, resource, dryRun: request.query.getAll('dryRun').includes('All') };
  return answers[route.verb](call);
}

const answers: Readonly<Record<Verb, (call: Call) => ApiResponse>> = {
  list,
  watch,
  create: (call) => (call.route.name === undefined ? create(call) : evict(named(call))),
  deletecollection: deleteCollection,
  get: (call) => get(named(call)),
  update: (call) => update(named(call)),
  patch: (call) => patch(named(call)),
  delete: (call) => remove(named(call)),
  connect: () => {
    throw badRequest('Upgrade request required');
  },
};

/** Errors: MethodNotAllowed without a name, NotFound where a namespaced object is named without its namespace. */
function named(call: Call): NamedCall {
  const { name, namespace } = call.route;
  if (name === undefined) throw methodNotAllowed();
  if (call.resource.namespaced && namespace === undefined) throw unknownPath();
  return { ...call, key: { namespace, name } };
}

function scopeOf({ route, resource }: Call): WriteScope {
  if (route.subresource === undefined) return 'main';
  if (route.subresource === 'status' && resource.hasStatus) return 'status';
  throw unknownPath();
}

function answer({ resource, request, clock }: Call, status: number, object: ReturnType<ApiHandlerDeps['store']['require']>): ApiResponse {
  return json(status, renderObject(resource, object, outputOf(request.accept, request.query), clock.now()));
}

function create(call: Call): ApiResponse {
  const { resource, route, request, store, dryRun } = call;
  if (resource.namespaced && route.namespace === undefined) throw methodNotAllowed();
  const object = decodeObject(request.contentType, request.body);
  checkBody(call, object);
  if (isJsonObject(object['metadata']) && object['metadata']['resourceVersion']) throw badRequest('resourceVersion should not be set on objects to be created');
  return answer(call, 201, store.create(resource, object, { namespace: route.namespace, scope: 'main', dryRun }));
}

function get(call: NamedCall): ApiResponse {
  scopeOf(call);
  return answer(call, 200, call.store.require(call.resource, call.key));
}

function update(call: NamedCall): ApiResponse {
  const scope = scopeOf(call);
  const { resource, request, store, key, dryRun } = call;
  const object = decodeObject(request.contentType, request.body);
  checkBody(call, object);
  return answer(call, 200, store.update(resource, key, () => object, { scope, dryRun }));
}

function patch(call: NamedCall): ApiResponse {
  const scope = scopeOf(call);
  const { resource, request, store, key, dryRun } = call;
  const { kind, body } = decodePatch(request.contentType, request.body);
  if (kind === 'strategic' && !resource.builtIn) throw badRequest('strategic merge patch is not supported for custom resources');
  if (kind === 'apply') checkApplied(call, body);
  try {
    return answer(call, 200, store.update(resource, key, (current) => applyPatch(kind, current, body), { scope, dryRun }));
  } catch (error) {
    if (kind !== 'apply' || scope !== 'main' || !isNotFound(error) || !isJsonObject(body)) throw error;
    const named = { ...body, metadata: { ...(isJsonObject(body['metadata']) ? body['metadata'] : {}), name: key.name } };
    return answer(call, 201, store.create(resource, named, { namespace: key.namespace, scope: 'main', dryRun }));
  }
}

function checkApplied(call: NamedCall, body: unknown): void {
  if (!call.request.query.get('fieldManager')) throw badRequest('PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch');
  if (!isJsonObject(body)) throw badRequest('error decoding patch: not an object');
  if (typeof body['apiVersion'] !== 'string' || typeof body['kind'] !== 'string') throw badRequest('invalid object type: apiVersion and kind are required');
  checkBody(call, body);
}

/** Kind, name and namespace in a body must be those of the path, where they are given. */
function checkBody({ resource, route }: Call, object: JsonObject): void {
  const { kind, apiVersion: version } = object;
  if (differs(kind, resource.kind) || differs(version, apiVersion(resource))) {
    throw badRequest(`the object provided is unrecognized (must be of type ${resource.kind}): ${jsonText(version)}, Kind=${jsonText(kind)}`);
  }
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  if (differs(metadata['name'], route.name)) throw badRequest(`the name of the object (${jsonText(metadata['name'])}) does not match the name on the URL (${route.name})`);
  if (differs(metadata['namespace'], route.namespace)) throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

/** True where both are given and not the same. */
function differs(given: unknown, expected: string | undefined): boolean {
  return given !== undefined && given !== '' && expected !== undefined && given !== expected;
}

function selection({ query }: ApiRequest): ObjectPredicate {
  const byLabel = parseLabelSelector(query.get('labelSelector'));
  const byField = parseFieldSelector(query.get('fieldSelector'));
  return (object) => byLabel(object) && byField(object);
}

function list({ resource, route, request, store, clock }: Call): ApiResponse {
  const items = store.list(resource, route.namespace, selection(request));
  return json(200, renderList(resource, items, { output: outputOf(request.accept, request.query), resourceVersion: store.resourceVersion, now: clock.now() }));
}

function watch({ resource, route, request }: Call): ApiResponse {
  const { query } = request;
  const matches = selection(request);
  const output = outputOf(request.accept, query);
  const byName = route.name;
  const timeoutSeconds = Number(query.get('timeoutSeconds') ?? 0);
  return {
    kind: 'watch',
    watch: {
      resource, output, namespace: route.namespace,
      matches: byName === undefined ? matches : (object) => matches(object) && (object as { metadata?: { name?: string } }).metadata?.name === byName,
      start: watchStart(resource, query),
      bookmarks: isTrue(query.get('allowWatchBookmarks')),
      // Watches without an end of their own are ended at different times, so that clients do not come back all at once.
      timeoutMs: timeoutSeconds > 0 ? Math.min(timeoutSeconds, 86_400) * 1000 : randomInt(1_800_000, 3_600_000),
    },
  };
}

function watchStart(resource: ServedResource, query: URLSearchParams): WatchStart {
  const version = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch');
  if (query.has('sendInitialEvents')) {
    const field = 'resourceVersionMatch';
    if (match !== 'NotOlderThan') throw invalid(resource, '', field, 'Forbidden: sendInitialEvents requires resourceVersionMatch NotOlderThan');
    if (isTrue(query.get('sendInitialEvents'))) return { kind: 'now', endWithBookmark: true };
  }
  if (version === '' || version === '0') return { kind: 'now', endWithBookmark: false };
  if (!/^\d{1,15}$/.test(version)) throw badRequest(`invalid resource version: ${version}`);
  return { kind: 'after', resourceVersion: Number(version) };
}

function deleteOptions({ request, dryRun }: Call): DeleteOptions {
  const options = decodeOptions(request.contentType, request.body);
  const preconditions = isJsonObject(options['preconditions']) ? options['preconditions'] : {};
  const propagation = options['propagationPolicy'] ?? request.query.get('propagationPolicy');
  return {
    uid: preconditions['uid'] as string | undefined,
    resourceVersion: preconditions['resourceVersion'] as string | undefined,
    dryRun: dryRun || (Array.isArray(options['dryRun']) && options['dryRun'].includes('All')),
    orphanDependents: propagation === 'Orphan' || options['orphanDependents'] === true,
  };
}

function remove(call: NamedCall): ApiResponse {
  if (call.route.subresource !== undefined) throw methodNotAllowed();
  const result = call.store.delete(call.resource, call.key, deleteOptions(call));
  return result.gone ? json(200, deletedStatus(call.resource, result)) : answer(call, 200, result.object);
}

function deletedStatus({ plural, group }: ServedResource, { object }: DeleteResult): JsonObject {
  const { name, uid } = object.metadata;
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { name, ...(group !== '' && { group }), kind: plural, uid } };
}

function deleteCollection(call: Call): ApiResponse {
  const { resource, route, request, store, clock } = call;
  if (resource.namespaced && route.namespace === undefined) throw methodNotAllowed();
  const options = deleteOptions(call);
  const items = store.list(resource, route.namespace, selection(request));
  for (const { metadata } of items) if (store.get(resource, metadata)) store.delete(resource, metadata, options);
  return json(200, renderList(resource, items, { output: outputOf(request.accept, request.query), resourceVersion: store.resourceVersion, now: clock.now() }));
}

/** The one thing that can be created under an object. */
function evict(call: NamedCall): ApiResponse {
  const { store, resource, key, request, route } = call;
  if (route.subresource !== 'eviction' || resourceId(resource) !== resourceId(podResource)) throw route.subresource === undefined ? methodNotAllowed() : unknownPath();
  const pod = store.require(resource, key);
  const eviction = decodeOptions(request.contentType, request.body);
  const nested = isJsonObject(eviction['deleteOptions']) ? eviction['deleteOptions'] : {};
  const preconditions = isJsonObject(nested['preconditions']) ? nested['preconditions'] : {};
  if (pod.metadata.deletionTimestamp === undefined) checkDisruptionBudgets(store, pod);
  const dryRun = call.dryRun || (Array.isArray(nested['dryRun']) && nested['dryRun'].includes('All'));
  store.delete(resource, key, { dryRun, uid: preconditions['uid'] as string | undefined, resourceVersion: preconditions['resourceVersion'] as string | undefined });
  return json(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}
