import type { KubeObject, Resource } from '@clusterwright/api';
import { KubeadmConfigs, type KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';
import { Clusters, Machines } from '@clusterwright/api/core/v1beta2';
import { ConfigMaps, Secrets } from '@clusterwright/api/kubernetes';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import type { ServiceConfig } from '@clusterwright/controller-runtime/service/run-service';
import { generateCertificateAuthority } from '@clusterwright/provider-kit/certificates/signing';
import { eventually } from '@clusterwright/test-env';
import { putOwnKubeconfig, startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import type { bootstrapFlags } from '../../config.ts';
import { setup } from '../../setup.ts';
import { aCertificateSecret, aCluster, aConfig, aMachine, decoded, type ClusterOptions, type MachineOptions } from './kubeadmconfig.fixtures.ts';

/** The test's API server is management and workload cluster in one: the kubeconfig of the Cluster leads back to it. */
async function start(): Promise<TestManager> {
  const flags = { 'kubeadmconfig-concurrency': 10, 'bootstrap-token-ttl': 900_000, 'clustercache-concurrency': 10, 'clustercache-client-qps': 20, 'clustercache-client-burst': 30 };
  // The setup reads no other flags.
  const config = { flags, features: parseFeatureGates([]) } as unknown as ServiceConfig<typeof bootstrapFlags>;
  const world = await startTestManager({ prefix: 'kubeadmconfig', setup: (manager) => setup(manager, config) });
  await putOwnKubeconfig(world, 'c');
  const authority = await generateCertificateAuthority({ now: new Date('2026-11-21T12:00:00Z'), algorithm: 'ECDSA-P256' });
  for (const purpose of ['ca', 'etcd', 'proxy', 'sa']) await put(world, Secrets, aCertificateSecret(purpose, authority.cert, authority.key));
  return world;
}

async function put<T extends KubeObject>({ client, namespace }: TestManager, resource: Resource<T>, object: T): Promise<T> {
  const { uid: _uid, generation: _generation, ...metadata } = object.metadata;
  return client.create(resource, { ...object, metadata: { ...metadata, namespace } });
}

async function setCluster({ client, namespace }: TestManager, options: ClusterOptions): Promise<void> {
  await client.patch(Clusters, { namespace, name: 'c' }, { type: 'merge', body: { status: aCluster(options).status } }, { subresource: 'status' });
}

/** A Machine and its config, owned as the Machine controller would make it. */
async function putMachine(world: TestManager, options: MachineOptions): Promise<void> {
  const machine = await put(world, Machines, aMachine(options));
  // Most configs say nothing: the API server stores no empty spec.
  const { spec: _empty, ...config } = aConfig({ owner: machine });
  await put(world, KubeadmConfigs, config as KubeadmConfig);
}

async function dataOf({ client, namespace }: TestManager, name: string): Promise<string> {
  return decoded((await client.get(Secrets, { namespace, name })).data?.['value']);
}

async function readyConfig({ client, namespace }: TestManager, name: string) {
  return eventually(async () => {
    const config = await client.get(KubeadmConfigs, { namespace, name });
    expect(config.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
    return config;
  });
}

test('a cluster starts on its first machine, and the others join it', async () => {
  const world = await start();
  const { client, namespace, requests } = world;
  try {
    await put(world, Clusters, aCluster());
    await putMachine(world, { name: 'worker' });
    await putMachine(world, { name: 'first', controlPlane: true });
    await eventually(async () => {
      const { status } = await client.get(KubeadmConfigs, { namespace, name: 'worker' });
      expect(status?.conditions?.find(({ type }) => type === 'DataSecretAvailable')?.message).toBe('Waiting for Cluster status.infrastructureReady to be true');
    });

    await setCluster(world, { initialized: false });
    const first = await readyConfig(world, 'first');
    expect(first.spec.clusterConfiguration?.controlPlaneEndpoint).toBe('10.0.0.1:6443');
    expect(await dataOf(world, 'first')).toContain('kubeadm init');
    expect((await client.get(ConfigMaps, { namespace, name: 'c-lock' })).data).toEqual({ 'lock-information': '{"machineName":"first"}' });

    await setCluster(world, { initialized: true });
    const worker = await readyConfig(world, 'worker');
    const token = worker.spec.joinConfiguration?.discovery?.bootstrapToken?.token ?? '';
    expect(await dataOf(world, 'worker')).toContain(token);
    const secret = await client.get(Secrets, { namespace: 'kube-system', name: `bootstrap-token-${token.split('.')[0]}` });
    expect(secret.type).toBe('bootstrap.kubernetes.io/token');
    expect(worker.status?.observedGeneration).toBe(worker.metadata.generation);
    await eventually(async () => expect((await client.list(ConfigMaps, { namespace })).items.map(({ metadata }) => metadata.name)).not.toContain('c-lock'));

    await putMachine(world, { name: 'second', controlPlane: true });
    expect((await readyConfig(world, 'second')).spec.joinConfiguration?.controlPlane).toEqual({});
    expect(await dataOf(world, 'second')).toContain('path: /etc/kubernetes/pki/ca.key');

    const count = (text: string): number => requests.filter((request) => request === text).length;
    expect({ secrets: count('create Secret'), specs: count('patch KubeadmConfig'), locks: count('create ConfigMap'), releases: count('delete ConfigMap') }).toEqual({ secrets: 3, specs: 3, locks: 1, releases: 1 });
    // Waiting is written once for each of the first two, and every config once when it is done.
    expect(count('patch KubeadmConfig/status')).toBe(5);
  } finally {
    await world.stop();
  }
});

test('the Secret of a deleted config goes with it', async () => {
  const world = await start();
  const { client, namespace } = world;
  try {
    await put(world, Clusters, aCluster());
    await setCluster(world, {});
    await putMachine(world, { name: 'worker' });
    await readyConfig(world, 'worker');
    await client.delete(KubeadmConfigs, { namespace, name: 'worker' });
    await eventually(async () => expect((await client.list(Secrets, { namespace })).items.map(({ metadata }) => metadata.name)).not.toContain('worker'));
  } finally {
    await world.stop();
  }
});
