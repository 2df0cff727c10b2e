import { parseRoute } from './request-route.ts';
import { refusalOf } from '../store/store.fixtures.ts';

const parse = (method: string, target: string) => {
  const url = new URL(target, 'https://cluster');
  return parseRoute(method, url.pathname, url.searchParams);
};

const cases = [
  { target: '/', want: { kind: 'root' } },
  { target: '/readyz/ping', want: { kind: 'health' } },
  { target: '/api', want: { kind: 'coreVersions' } },
  { target: '/api/v1', want: { kind: 'resources', group: '', version: 'v1' } },
  { target: '/apis/apps', want: { kind: 'group', group: 'apps' } },
  { target: '/apis/apps/v1', want: { kind: 'resources', group: 'apps', version: 'v1' } },
  { target: '/openapi/v3/apis/apps/v1', want: { kind: 'openapi', group: 'apps', version: 'v1' } },
  { target: '/api/v1/nodes', want: { kind: 'object', verb: 'list', plural: 'nodes' } },
  { target: '/api/v1/nodes?watch=1', want: { kind: 'object', verb: 'watch', plural: 'nodes' } },
  { target: '/api/v1/nodes/n?watch=true', want: { kind: 'object', verb: 'watch', name: 'n' } },
  { target: '/api/v1/nodes/n?watch=false', want: { kind: 'object', verb: 'get', name: 'n' } },
  { target: '/api/v1/namespaces/ns', want: { kind: 'object', verb: 'get', plural: 'namespaces', name: 'ns', namespace: undefined } },
  { target: '/api/v1/namespaces/ns/status', want: { kind: 'object', plural: 'namespaces', name: 'ns', subresource: 'status' } },
  { target: '/api/v1/namespaces/ns/pods', want: { kind: 'object', verb: 'list', plural: 'pods', namespace: 'ns' } },
  { method: 'POST', target: '/api/v1/namespaces/ns/pods/p/eviction', want: { verb: 'create', plural: 'pods', name: 'p', subresource: 'eviction' } },
  { target: '/api/v1/namespaces/ns/pods/p/portforward', want: { verb: 'connect', name: 'p' } },
  { method: 'DELETE', target: '/apis/apps/v1/namespaces/ns/deployments', want: { verb: 'deletecollection', group: 'apps' } },
  { method: 'PATCH', target: '/apis/rbac.authorization.k8s.io/v1/clusterroles/kubeadm:get-nodes', want: { verb: 'patch', name: 'kubeadm:get-nodes' } },
  { target: '/api/v1/namespaces/a%20b/pods', want: { namespace: 'a b' } },
];
test.each(cases)('$method $target', ({ method = 'GET', target, want }) => {
  expect(parse(method, target)).toMatchObject(want);
});

test.each([
  { method: 'GET', target: '/nope', want: 'NotFound' },
  { method: 'GET', target: '/api/v1/nodes/n/status/deep', want: 'NotFound' },
  { method: 'GET', target: '/api/v1/nodes/%E0%A4%A', want: 'BadRequest' },
  { method: 'BREW', target: '/api/v1/nodes', want: 'BadRequest' },
])('$method $target is refused: $want', ({ method, target, want }) => {
  expect(refusalOf(() => parse(method, target))).toBe(want);
});
