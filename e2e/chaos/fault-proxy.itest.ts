import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '@clusterwright/api';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { createTestNamespace, testControlPlane } from '@clusterwright/test-env';
import { FaultProxy, noFaults } from './fault-proxy.ts';
import { seededRandom } from './random.ts';

const configMaps: Resource = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true };
const configMap = (namespace: string, name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name } });

let proxy: FaultProxy;
let client: KubeClient;
let namespace: string;

beforeAll(async () => {
  const controlPlane = await testControlPlane();
  namespace = await createTestNamespace(controlPlane);
  proxy = new FaultProxy({ server: controlPlane.server, dir: controlPlane.dir, random: seededRandom(1) });
  const address = await proxy.listen();
  // The proxy ends TLS, so only bearer tokens pass it.
  await controlPlane.request({ method: 'POST', path: `/api/v1/namespaces/${namespace}/serviceaccounts`, body: { metadata: { name: 'tester' } } });
  await controlPlane.request({
    method: 'POST',
    path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`,
    body: { metadata: { name: 'tester' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' }, subjects: [{ kind: 'ServiceAccount', name: 'tester', namespace }] },
  });
  const kubeconfig = await controlPlane.serviceAccountKubeconfig({ namespace, name: 'tester' }, { server: address });
  const copy = join(controlPlane.dir, 'through-proxy.kubeconfig');
  writeFileSync(copy, readFileSync(kubeconfig));
  client = createKubeClient({ ...loadConnection(copy), userAgent: 'test' });
});
afterEach(() => {
  proxy.rates = noFaults;
});
afterAll(async () => {
  await client.close();
  proxy.close();
});

test('without faults everything passes, watches too', async () => {
  await client.create(configMaps, configMap(namespace, 'passes'));
  for await (const event of client.watch(configMaps, { namespace, sendInitialEvents: true, allowWatchBookmarks: true })) {
    expect(event).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'passes' } } });
    break;
  }
});

test.each([
  { fault: 'conflict', status: 409, reason: 'Conflict' },
  { fault: 'internalError', status: 500, reason: 'InternalError' },
] as const)('$fault: a write is refused with $status and does not happen', async ({ fault, status, reason }) => {
  proxy.rates = { ...noFaults, [fault]: 1 };
  await expect(client.create(configMaps, configMap(namespace, `refused-${fault.toLowerCase()}`))).rejects.toMatchObject({ status, reason });
  proxy.rates = noFaults;
  await expect(client.get(configMaps, { namespace, name: `refused-${fault.toLowerCase()}` })).rejects.toMatchObject({ status: 404 });
});

test('loseAnswer: the write happens and the client does not hear of it', async () => {
  proxy.rates = { ...noFaults, loseAnswer: 1 };
  await expect(client.create(configMaps, configMap(namespace, 'lost'))).rejects.toMatchObject({ code: 'Transport' });
  proxy.rates = noFaults;
  await expect(client.get(configMaps, { namespace, name: 'lost' })).resolves.toMatchObject({ metadata: { name: 'lost' } });
});
