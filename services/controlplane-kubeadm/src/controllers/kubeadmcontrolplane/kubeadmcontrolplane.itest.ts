import type { KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import { KubeadmControlPlanes } from '@clusterwright/api/controlplane/v1beta2';
import { Clusters, Machines } from '@clusterwright/api/core/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import type { ServiceConfig } from '@clusterwright/controller-runtime/service/run-service';
import { eventually } from '@clusterwright/test-env';
import { startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import type { controlPlaneFlags } from '../../config.ts';
import { setup } from '../../setup.ts';
import { aCluster, aControlPlane, aTemplate } from './kubeadmcontrolplane.fixtures.ts';

const devResource = (kind: string, plural: string): Resource<UnstructuredObject> => ({ group: 'infrastructure.cluster.x-k8s.io', version: 'v1beta2', kind, plural, namespaced: true });
const devMachines = devResource('DevMachine', 'devmachines');
const devMachineTemplates = devResource('DevMachineTemplate', 'devmachinetemplates');

/** The whole service on a real API server; nobody else is there, so no workload cluster ever comes up. */
async function start(): Promise<TestManager> {
  const flags = { 'kubeadmcontrolplane-concurrency': 10, 'remote-conditions-grace-period': 300_000, 'etcd-dial-timeout-duration': 1000, 'etcd-call-timeout-duration': 1000, 'clustercache-concurrency': 10, 'clustercache-client-qps': 20, 'clustercache-client-burst': 30 };
  // The setup reads no other flags.
  const config = { flags, features: parseFeatureGates([]) } as unknown as ServiceConfig<typeof controlPlaneFlags>;
  return startTestManager({ prefix: 'kcp', setup: (manager) => setup(manager, config) });
}

async function put<T extends KubeObject>({ client, namespace }: TestManager, resource: Resource<T>, object: T): Promise<T> {
  const { uid: _uid, generation: _generation, resourceVersion: _resourceVersion, ...metadata } = object.metadata;
  return client.create(resource, { ...object, metadata: { ...metadata, namespace } });
}

/** A Cluster whose infrastructure is there, and its control plane of one Machine. */
async function aClusterWithControlPlane(world: TestManager): Promise<void> {
  const { client, namespace } = world;
  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevCluster', name: 'c' };
  const cluster = await put(world, Clusters, aCluster({ spec: { infrastructureRef } }));
  await client.patch(Clusters, { namespace, name: 'c' }, { type: 'merge', body: { status: { initialization: { infrastructureProvisioned: true } } } }, { subresource: 'status' });
  await put(world, devMachineTemplates, aTemplate());
  const owner = { apiVersion: cluster.apiVersion, kind: 'Cluster', name: 'c', uid: cluster.metadata.uid ?? '' };
  await put(world, KubeadmControlPlanes, aControlPlane({ spec: { replicas: 1, kubeadmConfigSpec: { clusterConfiguration: { encryptionAlgorithm: 'ECDSA-P256' } } }, metadata: { ownerReferences: [owner] } }));
}

test('makes certificates and the first Machine, says so once, and lets go of everything', async () => {
  const world = await start();
  const { client, namespace, requests } = world;
  try {
    await aClusterWithControlPlane(world);
    const key = { namespace, name: 'cp' };
    await eventually(async () => expect((await client.get(KubeadmControlPlanes, key)).status).toMatchObject({ replicas: 1, readyReplicas: 0, version: 'v1.36.3' }));

    const [machine] = (await client.list(Machines, { namespace })).items;
    const name = machine?.metadata.name ?? '';
    expect(machine?.spec).toMatchObject({ bootstrap: { configRef: { kind: 'KubeadmConfig', name } }, infrastructureRef: { kind: 'DevMachine', name }, version: 'v1.36.3' });
    expect((await client.get(KubeadmConfigs, { namespace, name })).spec.clusterConfiguration?.encryptionAlgorithm).toBe('ECDSA-P256');
    expect((await client.get(devMachines, { namespace, name })).metadata.annotations).toMatchObject({ 'cluster.x-k8s.io/cloned-from-name': 't' });
    const secrets = (await client.list(Secrets, { namespace })).items.filter(({ type }) => type === 'cluster.x-k8s.io/secret');
    expect(secrets.map(({ metadata }) => metadata.name).sort()).toEqual(['c-ca', 'c-etcd', 'c-kubeconfig', 'c-proxy', 'c-sa']);

    const count = (text: string): number => requests.filter((request) => request === text).length;
    expect({ secrets: count('create Secret'), machines: count('apply Machine'), configs: count('apply KubeadmConfig'), infra: count('apply DevMachine') }).toEqual({ secrets: 5, machines: 1, configs: 1, infra: 1 });
    expect(count('patch KubeadmControlPlane/status')).toBeLessThanOrEqual(2);

    await client.delete(KubeadmControlPlanes, key);
    await eventually(async () => {
      expect((await client.list(KubeadmControlPlanes, { namespace })).items).toEqual([]);
      expect((await client.list(Machines, { namespace })).items.filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toEqual([]);
    });
  } finally {
    await world.stop();
  }
});

test('a first Machine that never comes up is replaced, and its replacement keeps count', async () => {
  const world = await start();
  const { client, namespace } = world;
  const key = { namespace, name: 'cp' };
  const machines = async () => (await client.list(Machines, { namespace })).items;
  const say = (name: string, healthy: 'True' | 'False') =>
    client.patch(
      Machines,
      { namespace, name },
      { type: 'merge', body: { status: { conditions: ['HealthCheckSucceeded', 'OwnerRemediated'].map((type, index) => ({ type, status: index === 0 ? healthy : 'False', reason: 'Test', message: '', lastTransitionTime: '2026-11-21T12:00:00Z' })) } } },
      { subresource: 'status' },
    );
  const verdictOf = async (name: string) => (await machines()).find(({ metadata }) => metadata.name === name)?.status?.conditions?.find(({ type }) => type === 'OwnerRemediated');
  try {
    await aClusterWithControlPlane(world);
    await client.patch(KubeadmControlPlanes, key, { type: 'merge', body: { spec: { remediation: { maxRetry: 1 } } } });
    const first = await eventually(async () => {
      const [machine] = await machines();
      expect(machine).toBeDefined();
      return machine?.metadata.name ?? '';
    });
    // Somebody else's finalizer keeps it for a while, as the Machine's own controller would.
    await client.patch(Machines, { namespace, name: first }, { type: 'merge', body: { metadata: { finalizers: ['test/keep'] } } });
    await say(first, 'False');
    await eventually(async () => expect(await verdictOf(first)).toMatchObject({ status: 'False', reason: 'MachineDeleting', message: 'Machine is deleting' }));
    expect((await client.get(KubeadmControlPlanes, key)).metadata.annotations?.['controlplane.cluster.x-k8s.io/remediation-in-progress']).toContain(first);

    await client.patch(Machines, { namespace, name: first }, { type: 'merge', body: { metadata: { finalizers: null } } });
    const second = await eventually(async () => {
      const [machine, ...others] = await machines();
      expect(others).toEqual([]);
      expect(machine?.metadata.annotations?.['controlplane.cluster.x-k8s.io/remediation-for']).toContain(first);
      return machine?.metadata.name ?? '';
    });
    await eventually(async () => {
      const { metadata, status } = await client.get(KubeadmControlPlanes, key);
      expect(metadata.annotations?.['controlplane.cluster.x-k8s.io/remediation-in-progress']).toBeUndefined();
      expect(status?.lastRemediation).toMatchObject({ machine: first, retryCount: 0 });
    });

    await say(second, 'True');
    await eventually(async () => expect(await verdictOf(second)).toBeUndefined());
  } finally {
    await world.stop();
  }
});
