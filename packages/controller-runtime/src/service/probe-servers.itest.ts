import type { KubeObject, Resource } from '@clusterwright/api';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { createTestNamespace, eventually, testControlPlane } from '@clusterwright/test-env';
import { createAuthorizer } from './probe-servers.ts';

const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1', namespaced: false } as const;
const clusterRoles: Resource<KubeObject & { rules: object[] }> = { ...rbac, kind: 'ClusterRole', plural: 'clusterroles' };
const clusterRoleBindings: Resource<KubeObject & { roleRef: object; subjects: object[] }> = { ...rbac, kind: 'ClusterRoleBinding', plural: 'clusterrolebindings' };
const serviceAccounts: Resource = { group: '', version: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', namespaced: true };

let client: KubeClient;
let namespace: string;

beforeAll(async () => {
  const controlPlane = await testControlPlane();
  client = createKubeClient(loadConnection(controlPlane.kubeconfig));
  namespace = await createTestNamespace(controlPlane);
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await client.create(clusterRoles, { apiVersion, kind: 'ClusterRole', metadata: { name: namespace }, rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }] });
  const subjects = [{ kind: 'ServiceAccount', namespace, name: 'prometheus' }];
  await client.create(clusterRoleBindings, { apiVersion, kind: 'ClusterRoleBinding', metadata: { name: namespace }, roleRef: { apiGroup: rbac.group, kind: 'ClusterRole', name: namespace }, subjects });
});
afterAll(async () => {
  await client.delete(clusterRoleBindings, { name: namespace });
  await client.delete(clusterRoles, { name: namespace });
  await client.close();
});

async function tokenOf(name: string): Promise<string> {
  await client.create(serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
  const { status } = (await client.createSubresource(serviceAccounts, { namespace, name, subresource: 'token' }, request)) as { status: { token: string } };
  return status.token;
}

test('a token reads the metrics where its owner may, and nothing else', async () => {
  const { mayGet } = createAuthorizer(client);
  const token = await tokenOf('prometheus');
  await eventually(async () => expect(await mayGet(token, '/metrics')).toBe(true));
  expect(await mayGet(token, '/debug')).toBe(false);
});

test('a token without the right, and one that is none, read nothing', async () => {
  const { mayGet } = createAuthorizer(client);
  expect([await mayGet(await tokenOf('somebody'), '/metrics'), await mayGet('no.such.token', '/metrics')]).toEqual([false, false]);
});
