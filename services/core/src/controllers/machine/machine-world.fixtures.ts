/** A Machine on a real API server that is management and workload cluster in one; the providers are played by the test. */
import type { Condition, KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import { Clusters, Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { Nodes, Secrets, type Node } from '@clusterwright/api/kubernetes';
import type { Manager } from '@clusterwright/controller-runtime';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { cacheCustomResourceDefinitions } from '@clusterwright/provider-kit/external-objects/external-objects';
import { createWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/create-workload-clusters';
import { eventually } from '@clusterwright/test-env';
import { putOwnKubeconfig, startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { addMachineController } from './machine.controller.ts';
import type { MachineControllerOptions } from './machine.controller.ts';

export const configs: Resource<UnstructuredObject> = { group: 'bootstrap.cluster.x-k8s.io', version: 'v1beta2', kind: 'KubeadmConfig', plural: 'kubeadmconfigs', namespaced: true };
export const devMachines: Resource<UnstructuredObject> = { group: 'infrastructure.cluster.x-k8s.io', version: 'v1beta2', kind: 'DevMachine', plural: 'devmachines', namespaced: true };
export const label = { 'cluster.x-k8s.io/cluster-name': 'c' };

/** The test's API server is management and workload cluster in one: the kubeconfig of the Cluster leads back to it. */
export async function startMachineWorld(options: (manager: Manager) => Partial<MachineControllerOptions> = () => ({})): Promise<TestManager> {
  const world = await startTestManager({
    prefix: 'machine',
    setup: (manager) => {
      manager.cacheKind(Secrets, { labelSelector: 'cluster.x-k8s.io/cluster-name' });
      cacheCustomResourceDefinitions(manager);
      addMachineController(manager, { workloadClusters: createWorkloadClusters({ manager, nodes: true }), features: parseFeatureGates([]), ...options(manager) });
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

export async function createMachine({ client, namespace }: TestManager): Promise<void> {
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
export async function provision(world: TestManager): Promise<void> {
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

export const machineOf = ({ client, namespace }: TestManager): Promise<Machine> => client.get(Machines, { namespace, name: 'm' });
export const conditionsOf = (machine: Machine): string[] => (machine.status?.conditions ?? []).map(({ type, status, reason, message }: Condition) => [type, status, reason, message].filter(Boolean).join(' '));
