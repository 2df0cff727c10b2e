import type { KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import { Clusters, MachinePools, Machines, type MachinePool } from '@clusterwright/api/core/v1beta2';
import { Nodes, Secrets, type Node } from '@clusterwright/api/kubernetes';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { cacheCustomResourceDefinitions } from '@clusterwright/provider-kit/external-objects/external-objects';
import { createWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/create-workload-clusters';
import { eventually } from '@clusterwright/test-env';
import { putOwnKubeconfig, startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { addClusterController } from '../cluster/cluster.controller.ts';
import { addMachineController } from '../machine/machine.controller.ts';
import { addMachinePoolController } from './machinepool.controller.ts';

const provider = (kind: string, plural: string, group = 'infrastructure'): Resource<UnstructuredObject> => ({ group: `${group}.cluster.x-k8s.io`, version: 'v1beta2', kind, plural, namespaced: true });
const configs = provider('KubeadmConfig', 'kubeadmconfigs', 'bootstrap');
const infraPools = provider('DevMachinePool', 'devmachinepools');
const infraMachines = provider('DevMachine', 'devmachines');
const label = { 'cluster.x-k8s.io/cluster-name': 'c' };
const infraFinalizer = 'test.clusterwright.dev/infra';

/** The test's API server is management and workload cluster in one: the kubeconfig of the Cluster leads back to it. */
async function start(): Promise<TestManager> {
  const world = await startTestManager({
    prefix: 'machinepool',
    setup: (manager) => {
      manager.cacheKind(Secrets, { labelSelector: 'cluster.x-k8s.io/cluster-name' });
      cacheCustomResourceDefinitions(manager);
      const workloadClusters = createWorkloadClusters({ manager, nodes: true });
      addMachinePoolController(manager, { workloadClusters, concurrency: 5 });
      addClusterController(manager, { workloadClusters, features: parseFeatureGates([]), remoteConnectionGracePeriodMs: 50_000, concurrency: 1 });
      addMachineController(manager, { workloadClusters, features: parseFeatureGates([]) });
    },
  });
  const { client, namespace } = world;
  await putOwnKubeconfig(world, 'c');
  await client.create(Clusters, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace }, spec: { infrastructureRef: { apiGroup: infraPools.group, kind: 'DevCluster', name: 'c' } } });
  await setStatus(world, Clusters, 'c', { initialization: { infrastructureProvisioned: true, controlPlaneInitialized: true }, conditions: [condition('ControlPlaneInitialized', 'True')] });
  return world;
}

async function setStatus<T extends KubeObject>({ client, namespace }: TestManager, resource: Resource<T>, name: string, status: object): Promise<void> {
  await client.patch(resource, resource.namespaced ? { namespace, name } : { name }, { type: 'merge', body: { status } }, { subresource: 'status' });
}

const condition = (type: string, status: string): object => ({ type, status, reason: type, message: '', lastTransitionTime: '2026-01-01T00:00:00Z' });

async function createPool({ client, namespace }: TestManager, replicas: number): Promise<void> {
  const metadata = { name: 'p', namespace };
  await client.create(configs, { apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2', kind: 'KubeadmConfig', metadata, spec: { verbosity: 1 } });
  await client.create(infraPools, { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachinePool', metadata: { ...metadata, finalizers: [infraFinalizer] }, spec: { backend: { docker: {} } } });
  await client.create(MachinePools, {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachinePool',
    metadata,
    spec: {
      clusterName: 'c',
      replicas,
      template: {
        metadata: { labels: { 'node.cluster.x-k8s.io/zone': 'a' } },
        spec: {
          clusterName: 'c',
          version: 'v1.36.3',
          bootstrap: { configRef: { apiGroup: configs.group, kind: configs.kind, name: 'p' } },
          infrastructureRef: { apiGroup: infraPools.group, kind: infraPools.kind, name: 'p' },
        },
      },
    },
  });
}

/** Plays the provider: an InfraMachine for each instance, and the pool that counts them. */
async function provideInstances(world: TestManager, names: readonly string[]): Promise<void> {
  const { client, namespace } = world;
  const poolUid = (await client.get(infraPools, { namespace, name: 'p' })).metadata.uid ?? '';
  const existing = new Set((await client.list(infraMachines, { namespace })).items.map(({ metadata }) => metadata.name));
  for (const name of names.filter((each) => !existing.has(each))) {
    const ownerReferences = [{ apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachinePool', name: 'p', uid: poolUid }];
    await client.create(infraMachines, {
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
      kind: 'DevMachine',
      metadata: { name, namespace, labels: { ...label, 'cluster.x-k8s.io/pool-name': 'p' }, ownerReferences },
      spec: { backend: { docker: {} }, providerID: providerID(world, name) },
    });
    await setStatus(world, infraMachines, name, { initialization: { provisioned: true }, conditions: [condition('Ready', 'True')] });
  }
  await client.patch(infraPools, { namespace, name: 'p' }, { type: 'merge', body: { spec: { providerIDList: names.length > 0 ? names.map((name) => providerID(world, name)) : null } } });
  await setStatus(world, infraPools, 'p', { ready: true, replicas: names.length, infrastructureMachineKind: 'DevMachine' });
}

const providerID = ({ namespace }: TestManager, name: string): string => `dev:////${namespace}-${name}`;
const nodeName = ({ namespace }: TestManager, name: string): string => `${namespace}-${name}`;

async function joinNode(world: TestManager, name: string): Promise<void> {
  const node: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName(world, name) }, spec: { providerID: providerID(world, name), taints: [{ key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' }] } };
  await world.client.create(Nodes, node);
  const healthy = [condition('Ready', 'True'), ...['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => condition(type, 'False'))];
  await setStatus(world, Nodes, nodeName(world, name), { conditions: healthy, nodeInfo: { kubeletVersion: 'v1.36.3' } });
}

const poolOf = ({ client, namespace }: TestManager): Promise<MachinePool> => client.get(MachinePools, { namespace, name: 'p' });
const machineNames = async ({ client, namespace }: TestManager): Promise<string[]> => (await client.list(Machines, { namespace })).items.map(({ metadata }) => metadata.name).sort();
const v1beta1Of = ({ status }: MachinePool): string[] => (status?.deprecated?.v1beta1?.conditions ?? []).map(({ type, status: state, reason }) => [type, state, reason].filter(Boolean).join(' '));
const nodesIn = ({ status }: MachinePool): (string | undefined)[] => (status?.nodeRefs ?? []).map(({ name }) => name);

async function runningPool(world: TestManager, names: readonly string[]): Promise<void> {
  await createPool(world, names.length);
  await setStatus(world, configs, 'p', { initialization: { dataSecretCreated: true }, dataSecretName: 'p-data', conditions: [condition('Ready', 'True')] });
  await provideInstances(world, names);
  for (const name of names) await joinNode(world, name);
  await eventually(async () => expect((await poolOf(world)).status).toMatchObject({ phase: 'Running', replicas: names.length, readyReplicas: names.length, availableReplicas: names.length, upToDateReplicas: names.length }));
}

describe('a MachinePool', () => {
  let world: TestManager;
  beforeEach(async () => (world = await start()));
  afterEach(() => world.stop());

  test('takes its objects over, waits for their provider, then shows each instance as Machine and Node', async () => {
    const { client, namespace } = world;
    await createPool(world, 2);
    const waiting = await eventually(async () => {
      const found = await poolOf(world);
      expect(v1beta1Of(found)).toEqual(['Ready False WaitingForDataSecret', 'BootstrapReady False WaitingForDataSecret', 'InfrastructureReady False WaitingForInfrastructure']);
      return found;
    });
    expect(waiting.metadata).toMatchObject({ labels: label, finalizers: ['machinepool.cluster.x-k8s.io'], ownerReferences: [{ kind: 'Cluster', name: 'c' }] });
    expect(waiting.status).toMatchObject({ phase: 'Pending', initialization: { bootstrapDataSecretCreated: false, infrastructureProvisioned: false } });
    for (const resource of [configs, infraPools]) expect((await client.get(resource, { namespace, name: 'p' })).metadata).toMatchObject({ labels: label, ownerReferences: [{ kind: 'MachinePool', name: 'p', controller: true, blockOwnerDeletion: true }] });

    await setStatus(world, configs, 'p', { initialization: { dataSecretCreated: true }, dataSecretName: 'p-data', conditions: [condition('Ready', 'True')] });
    await eventually(async () => expect(await poolOf(world)).toMatchObject({ spec: { template: { spec: { bootstrap: { dataSecretName: 'p-data' } } } }, status: { phase: 'Provisioning' } }));
    await provideInstances(world, ['worker-a', 'worker-b']);
    await eventually(async () => expect(await machineNames(world)).toEqual(['worker-a', 'worker-b']));
    await eventually(async () => expect(await poolOf(world)).toMatchObject({ spec: { providerIDList: [providerID(world, 'worker-a'), providerID(world, 'worker-b')] }, status: { phase: 'ScalingUp', replicas: 2 } }));

    await joinNode(world, 'worker-a');
    await joinNode(world, 'worker-b');
    const pool = await eventually(async () => {
      const found = await poolOf(world);
      expect(found.status).toMatchObject({ phase: 'Running', readyReplicas: 2, availableReplicas: 2, upToDateReplicas: 2, versions: [{ version: 'v1.36.3', replicas: 2 }] });
      expect(v1beta1Of(found)).toEqual(['Ready True', 'BootstrapReady True Ready', 'InfrastructureReady True', 'ReplicasReady True']);
      return found;
    });
    expect(nodesIn(pool)).toEqual([nodeName(world, 'worker-a'), nodeName(world, 'worker-b')]);
    expect(pool.status?.deprecated?.v1beta1).toMatchObject({ readyReplicas: 2, availableReplicas: 2 });
    expect(pool.status?.conditions).toMatchObject([{ type: 'Paused', status: 'False' }]);

    const machine = await eventually(async () => {
      const found = await client.get(Machines, { namespace, name: 'worker-a' });
      expect(found).toMatchObject({ spec: { version: 'v1.36.3', providerID: providerID(world, 'worker-a') }, status: { phase: 'Running', nodeRef: { name: nodeName(world, 'worker-a') } } });
      return found;
    });
    expect(machine.metadata).toMatchObject({ labels: { ...label, 'cluster.x-k8s.io/pool-name': 'p' }, ownerReferences: [{ kind: 'MachinePool', name: 'p', controller: true }], finalizers: ['machine.cluster.x-k8s.io'] });
    // As upstream's: a finalizer that the pool owned would go when upstream's controller applies without one.
    const applied = machine.metadata.managedFields?.find(({ manager }) => manager === 'machinepool-controller');
    expect(applied?.fieldsV1).toEqual({
      'f:metadata': { 'f:labels': { 'f:cluster.x-k8s.io/cluster-name': {}, 'f:cluster.x-k8s.io/pool-name': {}, 'f:node.cluster.x-k8s.io/zone': {} }, 'f:ownerReferences': expect.anything() },
      'f:spec': { 'f:bootstrap': { 'f:dataSecretName': {} }, 'f:clusterName': {}, 'f:infrastructureRef': { 'f:apiGroup': {}, 'f:kind': {}, 'f:name': {} }, 'f:version': {} },
    });
    expect(machine.spec).toMatchObject({ bootstrap: { dataSecretName: '' }, infrastructureRef: { kind: 'DevMachine', name: 'worker-a' } });
    expect((await client.get(infraMachines, { namespace, name: 'worker-a' })).metadata.ownerReferences).toMatchObject([{ kind: 'DevMachinePool' }, { kind: 'Machine', name: 'worker-a', controller: true }]);
    await eventually(async () => {
      const { metadata, spec } = await client.get(Nodes, { name: nodeName(world, 'worker-a') });
      expect(spec?.taints?.map(({ key }) => key) ?? []).not.toContain('node.cluster.x-k8s.io/uninitialized');
      expect(metadata.labels).toMatchObject({ 'node.cluster.x-k8s.io/zone': 'a' });
      expect(metadata.annotations).toMatchObject({ 'cluster.x-k8s.io/owner-kind': 'MachinePool', 'cluster.x-k8s.io/owner-name': 'p', 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/machine': 'worker-a' });
    });
    expect(world.requests.filter((request) => request === 'apply Machine')).toHaveLength(4);
    expect(world.requests.filter((request) => request === 'patch DevMachinePool' || request === 'patch KubeadmConfig')).toHaveLength(2);
  });

  test('loses Nodes of instances that go, and follows a scale down to nothing', async () => {
    const { client, namespace } = world;
    await runningPool(world, ['worker-a', 'worker-b']);
    await client.patch(MachinePools, { namespace, name: 'p' }, { type: 'merge', body: { spec: { replicas: 1 } } });
    await eventually(async () => expect((await poolOf(world)).status?.phase).toBe('ScalingDown'));
    await client.delete(Machines, { namespace, name: 'worker-b' });
    await eventually(async () => expect(await machineNames(world)).toEqual(['worker-a']));
    await provideInstances(world, ['worker-a']);
    await eventually(async () => {
      const pool = await poolOf(world);
      expect(nodesIn(pool)).toEqual([nodeName(world, 'worker-a')]);
      expect(pool.status).toMatchObject({ phase: 'Running', replicas: 1, readyReplicas: 1 });
    });
    await expect(client.get(Nodes, { name: nodeName(world, 'worker-b') })).rejects.toMatchObject({ status: 404 });

    await client.patch(MachinePools, { namespace, name: 'p' }, { type: 'merge', body: { spec: { replicas: 0 } } });
    await client.delete(Machines, { namespace, name: 'worker-a' });
    await eventually(async () => expect(await machineNames(world)).toEqual([]));
    await provideInstances(world, []);
    await eventually(async () => {
      const pool = await poolOf(world);
      expect([pool.spec.providerIDList, pool.status?.nodeRefs, pool.status?.phase, pool.status?.replicas]).toEqual([undefined, undefined, 'Running', 0]);
    });
  });

  test('is taken down in order: what it owns, the Machines that are left, Nodes', async () => {
    const { client, namespace } = world;
    await runningPool(world, ['worker-a']);
    await client.delete(MachinePools, { namespace, name: 'p' });
    await eventually(async () => expect((await poolOf(world)).status?.phase).toBe('Deleting'));
    await eventually(() => expect(client.get(configs, { namespace, name: 'p' })).rejects.toMatchObject({ status: 404 }));
    expect(await machineNames(world)).toEqual(['worker-a']);
    expect((await client.get(infraPools, { namespace, name: 'p' })).metadata.deletionTimestamp).toBeDefined();

    await client.patch(infraPools, { namespace, name: 'p' }, { type: 'merge', body: { metadata: { finalizers: null } } });
    await eventually(() => expect(poolOf(world)).rejects.toMatchObject({ status: 404 }));
    expect(await machineNames(world)).toEqual([]);
    await expect(client.get(Nodes, { name: nodeName(world, 'worker-a') })).rejects.toMatchObject({ status: 404 });
  });

  test('is counted among the workers of its Cluster, and goes with it', async () => {
    const { client, namespace } = world;
    await runningPool(world, ['worker-a']);
    const workers = { desiredReplicas: 1, replicas: 1, readyReplicas: 1, availableReplicas: 1, upToDateReplicas: 1 };
    await eventually(async () => expect((await client.get(Clusters, { namespace, name: 'c' })).status?.workers).toMatchObject(workers));

    await client.delete(Clusters, { namespace, name: 'c' });
    await eventually(async () => {
      const { status } = await client.get(Clusters, { namespace, name: 'c' });
      expect(status?.conditions?.find(({ type }) => type === 'Deleting')).toMatchObject({ status: 'True', reason: 'WaitingForWorkersDeletion', message: '* MachinePools: p\n* Worker Machines: worker-a' });
    });
    await client.patch(infraPools, { namespace, name: 'p' }, { type: 'merge', body: { metadata: { finalizers: null } } });
    await eventually(() => expect(client.get(Clusters, { namespace, name: 'c' })).rejects.toMatchObject({ status: 404 }));
    await expect(poolOf(world)).rejects.toMatchObject({ status: 404 });
    expect(await machineNames(world)).toEqual([]);
  });
});
