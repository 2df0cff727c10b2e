import { load } from 'js-yaml';
import { aDevCluster } from '../devcluster.fixtures.ts';
import { hostChanged, withServer } from './kubeconfig.plan.ts';

const here = { host: '10.0.0.2', port: 20_000 };

test.each([
  { name: 'published under another host', devCluster: aDevCluster({ endpoint: { host: '10.0.0.1', port: 20_000 } }), want: true },
  { name: 'published under this host', devCluster: aDevCluster({ endpoint: here }), want: false },
  { name: 'not published yet', devCluster: aDevCluster(), want: false },
  { name: 'a host that a user asked for', devCluster: { ...aDevCluster({ endpoint: { host: '10.0.0.1', port: 20_000 } }), status: {} }, want: false },
  { name: 'only a port asked for', devCluster: aDevCluster({ endpoint: { host: '', port: 20_000 } }), want: false },
])('hostChanged: $name → $want', ({ devCluster, want }) => {
  expect(hostChanged(devCluster, here)).toBe(want);
});

const kubeconfig = `apiVersion: v1
kind: Config
current-context: mine
clusters:
- name: other
  cluster: {server: 'https://10.0.0.1:20000'}
- name: c
  cluster: {server: 'https://10.0.0.1:20000', certificate-authority-data: QQ==}
contexts:
- name: mine
  context: {cluster: c, user: c-admin}
users:
- name: c-admin
  user: {client-key-data: c2VjcmV0}
`;

describe('withServer', () => {
  test('replaces the server of that cluster, and nothing else', () => {
    const replaced = load(withServer(kubeconfig, 'c', 'https://10.0.0.2:20000') ?? '');
    expect(replaced).toEqual({
      apiVersion: 'v1', kind: 'Config', 'current-context': 'mine',
      clusters: [{ name: 'other', cluster: { server: 'https://10.0.0.1:20000' } }, { name: 'c', cluster: { server: 'https://10.0.0.2:20000', 'certificate-authority-data': 'QQ==' } }],
      contexts: [{ name: 'mine', context: { cluster: 'c', user: 'c-admin' } }],
      users: [{ name: 'c-admin', user: { 'client-key-data': 'c2VjcmV0' } }],
    });
  });

  test('leaves a kubeconfig that is right', () => {
    expect(withServer(kubeconfig, 'c', 'https://10.0.0.1:20000')).toBeUndefined();
  });

  test.each([
    { name: 'another cluster', text: kubeconfig, cluster: 'd', why: 'no entry "d"' },
    { name: 'no map', text: 'c2VjcmV0', cluster: 'c', why: 'no YAML map' },
    { name: 'no YAML', text: 'users: [c2VjcmV0', cluster: 'c', why: 'no YAML map' },
    { name: 'no list of clusters', text: 'clusters: {c: 1}', cluster: 'c', why: 'no entry "c"' },
  ])('refuses $name without quoting it', ({ text, cluster, why }) => {
    const refused = (): unknown => withServer(text, cluster, 'https://x');
    expect(refused).toThrow(expect.objectContaining({ code: 'Certificate', message: expect.stringContaining(why) }));
    expect(refused).not.toThrow('c2VjcmV0');
  });
});
