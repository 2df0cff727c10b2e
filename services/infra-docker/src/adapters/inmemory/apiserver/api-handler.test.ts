import { aClock, aResource, aStore, startOfTime } from '../store/store.fixtures.ts';
import { ResourceCatalog } from '../store/resource-catalog.ts';
import { handleApiRequest, type ApiHandlerDeps } from './api-handler.ts';
import type { ApiResponse } from './api-request.ts';

interface Sent {
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly authenticated?: boolean;
}

function aServer() {
  const store = aStore();
  const deps: ApiHandlerDeps = { store, clock: aClock(), catalog: new ResourceCatalog(store), kubernetesVersion: 'v1.34.2' };
  const send = (method: string, target: string, { accept = '', contentType = 'application/json', body, authenticated = true }: Sent = {}): ApiResponse => {
    const url = new URL(target, 'https://cluster');
    const bytes = Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
    return handleApiRequest(deps, { method, path: url.pathname, query: url.searchParams, accept, contentType, authenticated, body: bytes });
  };
  return { store, send };
}

/** Status and the interesting part of a JSON answer. */
function seen(response: ApiResponse): { status: number; body: Record<string, unknown> } {
  if (response.kind !== 'json') throw new Error(`not JSON: ${response.kind}`);
  return { status: response.status, body: JSON.parse(JSON.stringify(response.body)) as Record<string, unknown> };
}

const pods = '/api/v1/namespaces/default/pods';
const aPod = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, ...more }, spec: { containers: [{ name: 'a', image: 'b' }] } });

describe('who may ask what', () => {
  test.each([
    { target: '/healthz', want: 200 },
    { target: '/readyz', want: 200 },
    { target: '/version', want: 200 },
    { target: '/', want: 401 },
    { target: '/api', want: 401 },
    { target: '/api/v1/nodes', want: 401 },
  ])('without credentials, $target → $want', ({ target, want }) => {
    const response = aServer().send('GET', target, { authenticated: false });
    expect(response.kind === 'watch' ? undefined : response.status).toBe(want);
  });

  test('the version is that of the instance', () => {
    expect(seen(aServer().send('GET', '/version')).body).toMatchObject({ major: '1', minor: '34', gitVersion: 'v1.34.2' });
  });
});

describe('discovery', () => {
  test('plain lists', () => {
    const { send } = aServer();
    expect(seen(send('GET', '/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    expect(seen(send('GET', '/apis')).body['groups']).toContainEqual(expect.objectContaining({ name: 'apps', preferredVersion: { groupVersion: 'apps/v1', version: 'v1' } }));
    const core = seen(send('GET', '/api/v1')).body['resources'] as { name: string; namespaced: boolean }[];
    expect(core.find(({ name }) => name === 'nodes')).toMatchObject({ kind: 'Node', namespaced: false, shortNames: ['no'] });
    expect(core.map(({ name }) => name)).toEqual(expect.arrayContaining(['pods/eviction', 'pods/portforward', 'nodes/status']));
    expect(seen(send('GET', '/apis/nope/v1')).status).toBe(404);
  });

  test('in one answer, marked by its content type', () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const response = aServer().send('GET', '/apis', { accept });
    expect(response).toMatchObject({ contentType: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' });
    expect(seen(response).body).toMatchObject({ kind: 'APIGroupDiscoveryList', items: expect.arrayContaining([expect.objectContaining({ metadata: { name: 'policy', creationTimestamp: null } })]) });
  });

  test('a CustomResourceDefinition adds a kind, and its removal takes it away', () => {
    const { send } = aServer();
    const crd = { metadata: { name: 'widgets.example.com' }, spec: { group: 'example.com', scope: 'Namespaced', names: { kind: 'Widget', plural: 'widgets', singular: 'widget' }, versions: [{ name: 'v1', served: true, storage: true, subresources: { status: {} } }] } };
    const widgets = '/apis/example.com/v1/namespaces/default/widgets';
    expect(seen(send('GET', widgets)).status).toBe(404);
    expect(seen(send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { body: crd })).body).toMatchObject({ status: { conditions: expect.arrayContaining([expect.objectContaining({ type: 'Established', status: 'True' })]) } });
    expect(seen(send('POST', widgets, { body: { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { a: 1 } } })).status).toBe(201);
    expect(seen(send('GET', widgets)).body).toMatchObject({ kind: 'WidgetList', apiVersion: 'example.com/v1', items: [{ metadata: { name: 'w', generation: 1 } }] });
    expect(seen(send('PATCH', `${widgets}/w`, { contentType: 'application/strategic-merge-patch+json', body: {} })).status).toBe(400);
    send('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com');
    expect(seen(send('GET', widgets)).status).toBe(404);
  });
});

describe('objects', () => {
  test('create, get, update, patch, delete', () => {
    const { send } = aServer();
    const created = seen(send('POST', pods, { body: aPod('p') }));
    expect(created).toMatchObject({ status: 201, body: { status: { phase: 'Pending' } } });
    expect(seen(send('GET', `${pods}/p`)).body).toEqual(created.body);
    expect(seen(send('PUT', `${pods}/p`, { body: { ...created.body, spec: { nodeName: 'n' } } })).body).toMatchObject({ spec: { nodeName: 'n' } });
    expect(seen(send('PUT', `${pods}/p`, { body: created.body }))).toMatchObject({ status: 409, body: { kind: 'Status', reason: 'Conflict', details: { name: 'p', kind: 'pods' } } });
    expect(seen(send('PATCH', `${pods}/p/status`, { contentType: 'application/merge-patch+json', body: { spec: { nodeName: 'other' }, status: { phase: 'Running' } } })).body).toMatchObject({ spec: { nodeName: 'n' }, status: { phase: 'Running' } });
    expect(seen(send('DELETE', `${pods}/p`))).toMatchObject({ status: 200, body: { kind: 'Status', status: 'Success', details: { name: 'p', kind: 'pods' } } });
    expect(seen(send('GET', `${pods}/p`))).toMatchObject({ status: 404, body: { reason: 'NotFound', message: 'pods "p" not found', code: 404 } });
  });

  test('kinds outside the core group are named with their group in refusals', () => {
    expect(seen(aServer().send('GET', '/apis/apps/v1/namespaces/default/deployments/d')).body).toMatchObject({ message: 'deployments.apps "d" not found', details: { name: 'd', group: 'apps', kind: 'deployments' } });
  });

  test('server-side apply creates and then merges', () => {
    const { send } = aServer();
    const apply = (target: string, body: string) => seen(send('PATCH', target, { contentType: 'application/apply-patch+yaml', body }));
    const cm = '/api/v1/namespaces/default/configmaps/c';
    expect(apply(`${cm}?fieldManager=m`, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: "1"\n')).toMatchObject({ status: 201, body: { data: { a: '1' } } });
    expect(apply(`${cm}?fieldManager=m`, '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"b":"2"}}')).toMatchObject({ status: 200, body: { data: { a: '1', b: '2' } } });
    expect(apply(cm, 'apiVersion: v1\nkind: ConfigMap\n').status).toBe(400);
  });

  test('lists select by label and field, and deletecollection deletes what it selects', () => {
    const { send } = aServer();
    for (const name of ['a', 'b', 'c']) send('POST', pods, { body: aPod(name, { labels: { odd: String(name !== 'b') } }) });
    const names = (target: string) => (seen(send('GET', target)).body['items'] as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
    expect(names(`${pods}?labelSelector=odd%3Dtrue`)).toEqual(['a', 'c']);
    expect(names('/api/v1/pods?fieldSelector=metadata.name%3Db')).toEqual(['b']);
    send('DELETE', `${pods}?labelSelector=odd%3Dtrue`);
    expect(names(pods)).toEqual(['b']);
  });

  test('dry runs answer and change nothing', () => {
    const { send } = aServer();
    expect(seen(send('POST', `${pods}?dryRun=All`, { body: aPod('p') })).status).toBe(201);
    expect(seen(send('GET', `${pods}/p`)).status).toBe(404);
    send('POST', pods, { body: aPod('p') });
    send('DELETE', `${pods}/p`, { body: { dryRun: ['All'] } });
    expect(seen(send('GET', `${pods}/p`)).status).toBe(200);
  });

  const refusals = [
    { name: 'another kind', why: 'the path decides', method: 'POST', target: pods, body: { ...aPod('p'), kind: 'Secret' }, want: 400 },
    { name: 'another name', why: 'the path decides', method: 'PUT', target: `${pods}/q`, body: aPod('p'), want: 400 },
    { name: 'another namespace', why: 'the path decides', method: 'POST', target: pods, body: aPod('p', { namespace: 'x' }), want: 400 },
    { name: 'broken JSON', why: 'it cannot be read', method: 'POST', target: pods, body: '{"a":', want: 400 },
    { name: 'a list', why: 'objects are objects', method: 'POST', target: pods, body: '[]', want: 400 },
    { name: 'absurd nesting', why: 'it would overflow the stack later', method: 'POST', target: pods, body: `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, want: 400 },
    { name: 'unknown media type', why: 'it cannot be read', method: 'POST', target: pods, body: aPod('p'), contentType: 'text/plain', want: 415 },
    { name: 'patch with the type of an object', why: 'the patch kind is unknown', method: 'PATCH', target: `${pods}/p`, body: {}, want: 415 },
    { name: 'namespaced kind without namespace', why: 'where would it go', method: 'POST', target: '/api/v1/pods', body: aPod('p'), want: 405 },
    { name: 'protobuf only', why: 'answers are JSON', method: 'GET', target: pods, accept: 'application/vnd.kubernetes.protobuf', want: 406 },
    { name: 'unknown subresource', why: 'nobody serves it', method: 'GET', target: `${pods}/p/nope`, want: 404 },
    { name: 'portforward without upgrade', why: 'it is a connection', method: 'GET', target: `${pods}/p/portforward`, want: 400 },
    { name: 'status of a kind without', why: 'ConfigMaps have none', method: 'PUT', target: '/api/v1/namespaces/default/configmaps/c/status', body: {}, want: 404 },
    { name: 'watch from a version that is no number', why: 'versions are numbers', method: 'GET', target: `${pods}?watch=1&resourceVersion=abc`, want: 400 },
  ];
  test.each(refusals)('refuses $name → $want ($why)', ({ method, target, body, contentType, accept, want }) => {
    expect(seen(aServer().send(method, target, { body, contentType: contentType ?? 'application/json', accept: accept ?? '' }))).toMatchObject({ status: want, body: { kind: 'Status', status: 'Failure', code: want } });
  });
});

describe('other forms', () => {
  const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

  test('tables of nodes look like those of kubectl', () => {
    const { store, send } = aServer();
    store.create(aResource('nodes'), {
      metadata: { name: 'cp', labels: { 'node-role.kubernetes.io/control-plane': '' } }, spec: { unschedulable: true },
      status: { nodeInfo: { kubeletVersion: 'v1.34.2' }, conditions: [{ type: 'Ready', status: 'True' }] },
    });
    const { body } = seen(send('GET', '/api/v1/nodes', { accept: table }));
    const rows = body['rows'] as { cells: unknown[]; object: { kind: string } }[];
    expect(rows[0]?.cells.slice(0, 5)).toEqual(['cp', 'Ready,SchedulingDisabled', 'control-plane', '0s', 'v1.34.2']);
    expect(rows[0]?.object.kind).toBe('PartialObjectMetadata');
  });

  test('metadata only', () => {
    const { send } = aServer();
    send('POST', pods, { body: aPod('p') });
    const accept = 'application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
    const { body } = seen(send('GET', pods, { accept }));
    expect(body).toMatchObject({ kind: 'PartialObjectMetadataList', items: [{ kind: 'PartialObjectMetadata', metadata: { name: 'p' } }] });
    expect(JSON.stringify(body)).not.toContain('containers');
  });
});

describe('eviction', () => {
  const ready = { status: { conditions: [{ type: 'Ready', status: 'True' }] } };

  test.each([
    { name: 'no budget', spec: undefined, want: 201 },
    { name: 'one of two may go', spec: { minAvailable: 1 }, want: 201 },
    { name: 'all must stay', spec: { minAvailable: '100%' }, want: 429 },
    { name: 'none may be missing', spec: { maxUnavailable: 0 }, want: 429 },
  ])('$name → $want', ({ spec, want }) => {
    const { store, send } = aServer();
    for (const name of ['a', 'b']) store.create(aResource('pods'), { ...aPod(name, { labels: { app: 'x' } }), ...ready }, { namespace: 'default' });
    if (spec) store.create(aResource('poddisruptionbudgets'), { metadata: { name: 'pdb' }, spec: { ...spec, selector: { matchLabels: { app: 'x' } } } }, { namespace: 'default' });
    const response = send('POST', `${pods}/a/eviction`, { body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a', namespace: 'default' } } });
    expect(seen(response).status).toBe(want);
    expect(seen(send('GET', `${pods}/a`)).status).toBe(want === 201 ? 404 : 200);
  });
});

test('a watch request says what it wants', () => {
  const { send, store } = aServer();
  const from = Number(store.resourceVersion);
  expect(send('GET', `${pods}?watch=true&resourceVersion=${from}&timeoutSeconds=7&allowWatchBookmarks=true`)).toMatchObject({ kind: 'watch', watch: { namespace: 'default', timeoutMs: 7000, bookmarks: true, start: { kind: 'after', resourceVersion: from } } });
  expect(send('GET', `${pods}?watch=true&resourceVersion=0`)).toMatchObject({ watch: { start: { kind: 'now', endWithBookmark: false } } });
  expect(send('GET', `${pods}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`)).toMatchObject({ watch: { start: { kind: 'now', endWithBookmark: true } } });
  expect(from).toBeGreaterThan(startOfTime.getTime());
});
