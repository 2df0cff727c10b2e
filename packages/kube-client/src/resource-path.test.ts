import { collectionPath, deleteBody, listQuery, objectPath, watchQuery, writeQuery } from './resource-path.ts';

const pods = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true };
const machines = { group: 'cluster.x-k8s.io', version: 'v1beta2', kind: 'Machine', plural: 'machines', namespaced: true };
const nodes = { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false };

const paths = [
  { name: 'a kind of the core group', why: 'it has no group in its path', path: collectionPath(pods, 'ns'), want: '/api/v1/namespaces/ns/pods' },
  { name: 'a kind of a group', why: 'it lies below /apis', path: collectionPath(machines, 'ns'), want: '/apis/cluster.x-k8s.io/v1beta2/namespaces/ns/machines' },
  { name: 'all namespaces', why: 'no namespace was given', path: collectionPath(machines), want: '/apis/cluster.x-k8s.io/v1beta2/machines' },
  { name: 'a kind outside namespaces', why: 'a namespace means nothing to it', path: collectionPath(nodes, 'ns'), want: '/api/v1/nodes' },
  { name: 'an object', why: 'names may hold colons', path: objectPath(nodes, { name: 'system:a' }), want: '/api/v1/nodes/system%3Aa' },
  { name: 'a subresource', why: 'it comes last', path: objectPath(machines, { namespace: 'ns', name: 'm' }, 'status'), want: '/apis/cluster.x-k8s.io/v1beta2/namespaces/ns/machines/m/status' },
];
test.each(paths)('path of $name is $want ($why)', ({ path, want }) => {
  expect(path).toBe(want);
});

test('an object without a name has no path: it would be the path of all objects', () => {
  expect(() => objectPath(machines, { namespace: 'ns', name: '' })).toThrow('request for one Machine without its name');
});

const queries = [
  { name: 'a list of everything', why: 'nothing was asked', query: listQuery({}), want: '' },
  { name: 'a selected page', why: 'values are escaped', query: listQuery({ labelSelector: 'a=b,!c', limit: 500, continue: 'x/y' }), want: '?labelSelector=a%3Db%2C!c&limit=500&continue=x%2Fy' },
  { name: 'a streaming list', why: 'the server wants the match with initial events', query: watchQuery({ sendInitialEvents: true }), want: '?watch=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&sendInitialEvents=true' },
  { name: 'a resumed watch', why: 'no match without initial events', query: watchQuery({ resourceVersion: '7', timeoutSeconds: 300 }), want: '?watch=true&resourceVersion=7&allowWatchBookmarks=true&timeoutSeconds=300' },
  { name: 'a write', why: 'the client has a manager of its own', query: writeQuery({}, 'manager'), want: '?fieldManager=manager' },
  { name: 'a forced dry run', why: 'the caller names the manager', query: writeQuery({ fieldManager: 'capi', dryRun: true, force: true }, 'manager'), want: '?fieldManager=capi&dryRun=All&force=true' },
];
test.each(queries)('query of $name is $want ($why)', ({ query, want }) => {
  expect(query).toBe(want);
});

test('a plain delete has no body, conditions are sent as preconditions', () => {
  expect(deleteBody({})).toBeUndefined();
  expect(JSON.parse(deleteBody({ uid: 'u', propagationPolicy: 'Foreground', gracePeriodSeconds: 0, dryRun: true }) ?? '')).toEqual({
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy: 'Foreground',
    gracePeriodSeconds: 0,
    preconditions: { uid: 'u' },
    dryRun: ['All'],
  });
});
