import { toRequestRecord } from './request-metrics.ts';

const record = (method: string, target: string, contentType = '') =>
  toRequestRecord('ns/c', { method, url: new URL(target, 'https://c'), host: 'h:1', contentType, userAgent: 'ua', code: 200 }, 5);

test.each([
  { method: 'GET', target: '/api/v1/nodes', want: { verb: 'LIST', scope: 'cluster', resource: 'nodes', path: '/api/v1/{resource}' } },
  { method: 'GET', target: '/api/v1/namespaces/x/pods?watch=true', want: { verb: 'WATCH', scope: 'namespace', path: '/api/v1/namespaces/{namespace}/{resource}' } },
  { method: 'POST', target: '/apis/apps/v1/namespaces/x/deployments?dryRun=All', want: { verb: 'POST', scope: 'resource', group: 'apps', version: 'v1', dryRun: 'All' } },
  { method: 'PATCH', target: '/api/v1/nodes/n/status', want: { verb: 'PATCH', scope: 'resource', subresource: 'status', path: '/api/v1/{resource}/{name}/status' } },
  { method: 'PATCH', target: '/api/v1/nodes/n', contentType: 'application/apply-patch+yaml', want: { verb: 'APPLY' } },
  { method: 'GET', target: '/api/v1/namespaces/x/pods/p/portforward', want: { verb: 'CONNECT', subresource: 'portforward' } },
  { method: 'DELETE', target: '/api/v1/nodes/n?dryRun=All&dryRun=All', want: { dryRun: 'All' } },
  { method: 'DELETE', target: '/api/v1/nodes/n?dryRun=All&dryRun=made-up', want: { dryRun: 'invalid' } },
  { method: 'GET', target: '/version', want: { verb: 'GET', resource: '', scope: '', path: '/version' } },
  { method: 'GET', target: '/made/up/by/the/client', want: { verb: 'GET', path: '' } },
])('$method $target', ({ method, target, contentType, want }) => {
  expect(record(method, target, contentType)).toMatchObject({ clusterKey: 'ns/c', code: 200, durationMs: 5, userAgent: 'ua', ...want });
});
