import { createTestNamespace, eventually, kubectl, testControlPlane } from '../index.ts';

const configMap = (name: string, owner?: { name: string; uid: string }) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(owner ? { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', ...owner }] } : {}) },
});

test('the garbage collector deletes what a deleted owner leaves', async () => {
  const controlPlane = await testControlPlane();
  const path = `/api/v1/namespaces/${await createTestNamespace(controlPlane)}/configmaps`;
  const { metadata } = await controlPlane.request<{ metadata: { name: string; uid: string } }>({ method: 'POST', path, body: configMap('owner') });
  await controlPlane.request({ method: 'POST', path, body: configMap('owned', { name: metadata.name, uid: metadata.uid }) });
  await controlPlane.request({ method: 'DELETE', path: `${path}/owner` });
  await eventually(async () => {
    const { items } = await controlPlane.request<{ items: unknown[] }>({ path });
    expect(items).toEqual([]);
  });
});

test('a ServiceAccount has no rights that nobody gave it', async () => {
  const controlPlane = await testControlPlane();
  const namespace = await createTestNamespace(controlPlane);
  await kubectl(controlPlane, ['create', 'serviceaccount', 'nobody', '-n', namespace]);
  const kubeconfig = await controlPlane.serviceAccountKubeconfig({ namespace, name: 'nobody' });
  const asNobody = { binaries: controlPlane.binaries, kubeconfig };
  await expect(kubectl(asNobody, ['get', 'secrets', '-n', namespace])).rejects.toThrow(`"system:serviceaccount:${namespace}:nobody" cannot list resource "secrets"`);
  expect(await kubectl(asNobody, ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'])).toBe(`system:serviceaccount:${namespace}:nobody`);
});
