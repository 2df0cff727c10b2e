import type { Condition, KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import { Clusters, Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { Nodes, Pods, Secrets, type Node } from '@clusterwright/api/kubernetes';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { cacheCustomResourceDefinitions } from '@clusterwright/provider-kit/external-objects/external-objects';
import { createWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/create-workload-clusters';
import { eventually } from '@clusterwright/test-env';
import { putOwnKubeconfig, startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { addMachineController } from './machine.controller.ts';

const configs: Resource<UnstructuredObject> = { group: 'bootstrap.cluster.x-k8s.io', version: 'v1beta2', kind: 'KubeadmConfig', plural: 'kubeadmconfigs', namespaced: true };
const devMachines: Resource<UnstructuredObject> = { group: 'infrastructure.cluster.x-k8s.io', version: 'v1beta2', kind: 'DevMachine', plural: 'devmachines', namespaced: true };
const label = { 'cluster.x-k8s.io/cluster-name': 'c' };

/** The test's API server is management and workload cluster in one: the kubeconfig of the Cluster leads back to it. */
async function start(): Promise<TestManager> {
  const world = await startTestManager({
    prefix: 'machine',
    setup: (manager) => {
      manager.cacheKind(Secrets, { labelSelector: 'cluster.x-k8s.io/cluster-name' });
      cacheCustomResourceDefinitions(manager);
      addMachineController(manager, { workloadClusters: createWorkloadClusters({ manager, nodes: true }), features: parseFeatureGates([]) });
    },
  });
  const { client, namespace } = world;
  await putOwnKubeconfig(world, 'c');
  const ref = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevCluster', name: 'c' };
  await client.create(Clusters, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace }, spec: { infrastructureRef: ref } });
  return world;
}

async function setStatus<T extends KubeObject>({ client, namespace }: TestManager, resource: Resource<T>, name: string, status: object): Promise<void> {
  await client.patch(resource, { namespace, name }, { type: 'merge', body: { status } }, { subresource: 'status' });
}

const condition = (type: string, status: string, reason: string): object => ({ type, status, reason, message: '', lastTransitionTime: '2026-01-01T00:00:00Z' });

async function createMachine({ client, namespace }: TestManager): Promise<void> {
  const metadata = { name: 'm', namespace };
  await client.create(configs, { apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2', kind: 'KubeadmConfig', metadata, spec: { verbosity: 1 } });
  await client.create(devMachines, { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachine', metadata: { ...metadata, finalizers: ['test.clusterwright.dev/infra'] }, spec: { backend: { inMemory: {} } } });
  await client.create(Machines, {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: { ...metadata, labels: label },
    spec: {
      clusterName: 'c',
      version: 'v1.36.3',
      bootstrap: { configRef: { apiGroup: configs.group, kind: configs.kind, name: 'm' } },
      infrastructureRef: { apiGroup: devMachines.group, kind: devMachines.kind, name: 'm' },
    },
  });
}

/** Plays the providers until the Machine has a Node. */
async function provision(world: TestManager): Promise<void> {
  const { client, namespace } = world;
  await setStatus(world, Clusters, 'c', { initialization: { infrastructureProvisioned: true, controlPlaneInitialized: true }, conditions: [condition('ControlPlaneInitialized', 'True', 'Initialized')] });
  await setStatus(world, configs, 'm', { initialization: { dataSecretCreated: true }, dataSecretName: 'm', conditions: [condition('Ready', 'True', 'Ready')] });
  await eventually(async () => expect((await machineOf(world)).spec.bootstrap.dataSecretName).toBe('m'));
  await client.patch(devMachines, { namespace, name: 'm' }, { type: 'merge', body: { spec: { providerID: `in-memory://${namespace}` } } });
  await setStatus(world, devMachines, 'm', { initialization: { provisioned: true }, conditions: [condition('Ready', 'True', 'Ready')] });
  await eventually(async () => expect((await machineOf(world)).spec.providerID).toBe(`in-memory://${namespace}`));
  const node: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name: namespace }, spec: { providerID: `in-memory://${namespace}`, taints: [{ key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' }] } };
  await client.create(Nodes, node);
  const healthy = [condition('Ready', 'True', 'KubeletReady'), ...['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => condition(type, 'False', 'Fine'))];
  await client.patch(Nodes, { name: namespace }, { type: 'merge', body: { status: { conditions: healthy, nodeInfo: { kubeletVersion: 'v1.36.3' } } } }, { subresource: 'status' });
}

const machineOf = ({ client, namespace }: TestManager): Promise<Machine> => client.get(Machines, { namespace, name: 'm' });
const conditionsOf = (machine: Machine): string[] => (machine.status?.conditions ?? []).map(({ type, status, reason, message }: Condition) => [type, status, reason, message].filter(Boolean).join(' '));
const count = (requests: readonly string[], pattern: RegExp): number => requests.filter((request) => pattern.test(request)).length;

describe('a Machine', () => {
  let world: TestManager;
  beforeEach(async () => (world = await start()));
  afterEach(() => world.stop());

  test('says what it waits for, then becomes available with its Node, with few requests', async () => {
    await createMachine(world);
    await eventually(async () =>
      expect(conditionsOf(await machineOf(world))).toEqual([
        'Available False NotReady',
        'Ready False NotReady * BootstrapConfigReady: KubeadmConfig status.initialization.dataSecretCreated is false\n* InfrastructureReady: DevMachine status.initialization.provisioned is false\n* NodeHealthy: Waiting for Cluster status.initialization.infrastructureProvisioned to be true',
        'BootstrapConfigReady False NotReady KubeadmConfig status.initialization.dataSecretCreated is false',
        'InfrastructureReady False NotReady DevMachine status.initialization.provisioned is false',
        'NodeHealthy Unknown InspectionFailed Waiting for Cluster status.initialization.infrastructureProvisioned to be true',
        'NodeReady Unknown InspectionFailed Waiting for Cluster status.initialization.infrastructureProvisioned to be true',
        'Updating False NotUpdating',
        'Paused False NotPaused',
        'Deleting False NotDeleting',
      ]),
    );
    await provision(world);
    const machine = await eventually(async () => {
      const found = await machineOf(world);
      expect(conditionsOf(found).slice(0, 2)).toEqual(['Available True Available', 'Ready True Ready']);
      return found;
    });
    expect(machine.status).toMatchObject({ phase: 'Running', nodeRef: { name: world.namespace }, initialization: { bootstrapDataSecretCreated: true, infrastructureProvisioned: true }, observedGeneration: machine.metadata.generation });
    expect(machine.metadata.ownerReferences).toMatchObject([{ kind: 'Cluster', name: 'c' }]);
    const { metadata, spec } = await world.client.get(Nodes, { name: world.namespace });
    expect(spec?.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
    expect(metadata.annotations).toMatchObject({ 'cluster.x-k8s.io/machine': 'm', 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/cluster-namespace': world.namespace });
    expect([count(world.requests, /^patch (DevMachine|KubeadmConfig)/), count(world.requests, /^get/)]).toEqual([2, 0]);
    // Finalizer and owner of a Machine that nobody made for us; then one status, and spec with status for data and instance, and one status for the Node.
    expect(count(world.requests, /^patch Machine/)).toBeLessThanOrEqual(9);
  });

  test('is taken down step by step: Pods, instance, config, Node', async () => {
    const { client, namespace } = world;
    await client.create(Machines, controlPlaneMachine(namespace));
    await createMachine(world);
    await provision(world);
    await eventually(async () => expect(conditionsOf(await machineOf(world))[0]).toBe('Available True Available'));
    await client.create(Pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace }, spec: { nodeName: namespace, automountServiceAccountToken: false, containers: [{ name: 'c', image: 'i' }] } });

    await client.delete(Machines, { namespace, name: 'm' });
    await eventually(async () => expect(conditionsOf(await machineOf(world)).at(-1)).toMatch(new RegExp(`^Deleting True DrainingNode Drain not completed yet \\(started at .*\\):\\n\\* Pod ${namespace}/web: deletionTimestamp set`)));
    expect((await client.get(Nodes, { name: namespace })).spec?.unschedulable).toBe(true);
    // There is no kubelet to end it.
    await client.delete(Pods, { namespace, name: 'web' }, { gracePeriodSeconds: 0 });
    await client.patch(Machines, { namespace, name: 'm' }, { type: 'merge', body: { metadata: { annotations: { nudge: '1' } } } });

    await eventually(async () => expect(conditionsOf(await machineOf(world)).at(-1)).toBe('Deleting True WaitingForInfrastructureDeletion Waiting for DevMachine to be deleted'));
    expect(await client.get(configs, { namespace, name: 'm' })).toBeDefined();
    await client.patch(devMachines, { namespace, name: 'm' }, { type: 'merge', body: { metadata: { finalizers: null } } });
    await eventually(() => expect(machineOf(world)).rejects.toMatchObject({ status: 404 }));
    await expect(client.get(configs, { namespace, name: 'm' })).rejects.toMatchObject({ status: 404 });
    await expect(client.get(Nodes, { name: namespace })).rejects.toMatchObject({ status: 404 });
  });
});

/** Keeps the cluster a cluster while a worker is deleted. */
function controlPlaneMachine(namespace: string): Machine {
  const ref = { apiGroup: devMachines.group, kind: devMachines.kind, name: 'cp' };
  return { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { name: 'cp', namespace, labels: { ...label, 'cluster.x-k8s.io/control-plane': '' } }, spec: { clusterName: 'c', bootstrap: { dataSecretName: 'x' }, infrastructureRef: ref } };
}
