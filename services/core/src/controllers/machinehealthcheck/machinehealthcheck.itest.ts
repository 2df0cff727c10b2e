import type { Condition, KubeObject, Resource } from '@clusterwright/api';
import { Clusters, MachineDeployments, MachineHealthChecks, Machines } from '@clusterwright/api/core/v1beta2';
import type { Machine, MachineHealthCheckSpec } from '@clusterwright/api/core/v1beta2';
import { Nodes, Secrets } from '@clusterwright/api/kubernetes';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { randomSuffix } from '@clusterwright/provider-kit/cluster/names';
import { cacheCustomResourceDefinitions, createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { createWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/create-workload-clusters';
import { eventually } from '@clusterwright/test-env';
import { putOwnKubeconfig, startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { addMachineController } from '../machine/machine.controller.ts';
import { addMachineDeploymentController } from '../machinedeployment/machinedeployment.controller.ts';
import { aMachineDeployment } from '../machinedeployment/machinedeployment.fixtures.ts';
import { addMachineSetController } from '../machineset/machineset.controller.ts';
import { DevMachineTemplates, DevMachines, KubeadmConfigTemplates, KubeadmConfigs, anObject } from '../machineset/machineset.fixtures.ts';
import { addMachineHealthCheckController } from './machinehealthcheck.controller.ts';

const label = { 'cluster.x-k8s.io/cluster-name': 'c' };
const timeOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const condition = (type: string, status: string, reason: string): object => ({ type, status, reason, message: '', lastTransitionTime: '2026-01-01T00:00:00Z' });

/** Machines, their sets and their health checks have controllers; providers, kubelets and the control plane are played by the test. The API server is its own workload cluster. */
async function start(): Promise<TestManager> {
  return startTestManager({
    prefix: 'mhc',
    setup: (manager) => {
      manager.cacheKind(Secrets, { labelSelector: 'cluster.x-k8s.io/cluster-name' });
      cacheCustomResourceDefinitions(manager);
      const workloadClusters = createWorkloadClusters({ manager, nodes: true });
      const deps = { client: manager.client, features: parseFeatureGates([]), randomSuffix: () => randomSuffix(), concurrency: 2 };
      addMachineController(manager, { workloadClusters, features: deps.features });
      addMachineSetController(manager, { ...deps, external: createExternalObjects(deps), preflightChecks: new Set(['All']) });
      addMachineDeploymentController(manager, { ...deps, external: createExternalObjects(deps) });
      addMachineHealthCheckController(manager, { workloadClusters, concurrency: 2 });
    },
  });
}

async function setStatus<T extends KubeObject>({ client, namespace }: TestManager, resource: Resource<T>, name: string, status: object): Promise<void> {
  await client.patch(resource, { namespace, name }, { type: 'merge', body: { status } }, { subresource: 'status' });
}

/** A cluster whose control plane runs, with a MachineDeployment. */
async function createCluster(world: TestManager, replicas: number): Promise<void> {
  const { client, namespace } = world;
  await putOwnKubeconfig(world, 'c');
  const ref = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevCluster', name: 'c' };
  await client.create(Clusters, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace }, spec: { infrastructureRef: ref } });
  const conditions = [condition('ControlPlaneInitialized', 'True', 'Initialized'), condition('InfrastructureReady', 'True', 'Ready')];
  await setStatus(world, Clusters, 'c', { initialization: { infrastructureProvisioned: true, controlPlaneInitialized: true }, conditions });

  // Keeps the cluster a cluster while a worker is deleted.
  const infrastructureRef = { apiGroup: DevMachines.group, kind: DevMachines.kind, name: 'cp' };
  const controlPlane: Machine = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { name: 'cp', namespace, labels: { ...label, 'cluster.x-k8s.io/control-plane': '' } }, spec: { clusterName: 'c', bootstrap: { dataSecretName: 'x' }, infrastructureRef } };
  await client.create(Machines, controlPlane);

  const metadata = { name: 'md', namespace };
  await client.create(KubeadmConfigTemplates, anObject(KubeadmConfigTemplates, 'md', { metadata, spec: { template: { spec: { joinConfiguration: { nodeRegistration: { criSocket: 'unix:///x' } } } } } }));
  await client.create(DevMachineTemplates, anObject(DevMachineTemplates, 'md', { metadata, spec: { template: { spec: { backend: { inMemory: {} } } } } }));
  const { apiVersion, kind, spec } = aMachineDeployment({ spec: { replicas, remediation: { maxInFlight: 1 } } });
  await client.create(MachineDeployments, { apiVersion, kind, metadata, spec });
}

async function createHealthCheck({ client, namespace }: TestManager, spec: Partial<MachineHealthCheckSpec> = {}): Promise<void> {
  const unhealthyNodeConditions = [{ type: 'Ready', status: 'False', timeoutSeconds: 3 }];
  const selector = { matchLabels: { 'cluster.x-k8s.io/deployment-name': 'md' } };
  await client.create(MachineHealthChecks, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineHealthCheck', metadata: { name: 'mhc', namespace }, spec: { clusterName: 'c', selector, checks: { unhealthyNodeConditions }, ...spec } });
}

const machinesOf = async ({ client, namespace }: TestManager): Promise<readonly Machine[]> => (await client.list(Machines, { namespace })).items.filter(({ metadata }) => metadata.name !== 'cp');

/** Plays providers and kubelets for one step: every new Machine gets its data, its instance, and a ready Node. */
async function provision(world: TestManager): Promise<void> {
  const { client, namespace } = world;
  for (const { metadata, status } of await machinesOf(world)) {
    const { name } = metadata;
    if (metadata.deletionTimestamp ?? status?.nodeRef) continue;
    const node = `${namespace}-${name}`;
    const providerID = `in-memory://${node}`;
    await setStatus(world, KubeadmConfigs, name, { initialization: { dataSecretCreated: true }, dataSecretName: name, conditions: [condition('Ready', 'True', 'Ready')] });
    await client.patch(DevMachines, { namespace, name }, { type: 'merge', body: { spec: { providerID } } });
    await setStatus(world, DevMachines, name, { initialization: { provisioned: true }, conditions: [condition('Ready', 'True', 'Ready')] });
    const known = (await client.list(Nodes, {})).items.some((each) => each.metadata.name === node);
    if (!known) await client.create(Nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name: node }, spec: { providerID } });
    const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => condition(type, 'False', 'Fine'));
    await setStatus(world, Nodes, node, { conditions: [condition('Ready', 'True', 'KubeletReady'), ...pressures], nodeInfo: { kubeletVersion: 'v1.36.3' } });
  }
}

async function available(world: TestManager, count: number): Promise<readonly Machine[]> {
  return eventually(async () => {
    await provision(world);
    const machines = (await machinesOf(world)).filter(({ metadata }) => !metadata.deletionTimestamp);
    expect(machines.map((machine) => textOf(machine, 'Available').split(' ')[0])).toEqual(Array.from({ length: count }, () => 'True'));
    return machines;
  });
}

/** A kubelet that says it does not work any more. */
async function breakNode(world: TestManager, machine: Machine | undefined): Promise<void> {
  const node = machine?.status?.nodeRef?.name ?? '';
  const conditions = [{ ...condition('Ready', 'False', 'KubeletNotReady'), lastTransitionTime: timeOf(Date.now()) }, ...['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => condition(type, 'False', 'Fine'))];
  await setStatus(world, Nodes, node, { conditions });
}

function textOf(object: { readonly status?: { readonly conditions?: readonly Condition[] } | undefined } | undefined, type: string): string {
  const found = object?.status?.conditions?.find((each) => each.type === type);
  return found ? [found.status, found.reason, found.message].filter(Boolean).join(' ') : 'none';
}

const machineOf = ({ client, namespace }: TestManager, name: string): Promise<Machine> => client.get(Machines, { namespace, name });
const healthCheckOf = ({ client, namespace }: TestManager) => client.get(MachineHealthChecks, { namespace, name: 'mhc' });
const failed = 'False UnhealthyNode Health check failed:\n  * Condition Ready on Node is reporting status False with reason KubeletNotReady for more than 3s';

describe('a MachineHealthCheck', () => {
  let world: TestManager;
  beforeEach(async () => (world = await start()));
  afterEach(() => world.stop());

  test('has a Machine with a broken Node replaced', async () => {
    await createCluster(world, 2);
    await createHealthCheck(world);
    const machines = await available(world, 2);
    await eventually(async () => {
      const { metadata, status } = await healthCheckOf(world);
      expect(status).toMatchObject({ expectedMachines: 2, currentHealthy: 2, remediationsAllowed: 2, targets: machines.map((machine) => machine.metadata.name).sort() });
      expect(metadata.ownerReferences).toMatchObject([{ kind: 'Cluster', name: 'c' }]);
    });
    expect(textOf(await machineOf(world, machines[1]?.metadata.name ?? ''), 'HealthCheckSucceeded')).toBe('True HealthCheckSucceeded');

    // Until a user lets go of it the Machine is there, and says what goes on.
    const broken = machines[0]?.metadata.name ?? '';
    await holdDrain(world, broken);
    await breakNode(world, machines[0]);
    await eventually(async () => {
      const machine = await machineOf(world, broken);
      expect([textOf(machine, 'HealthCheckSucceeded'), textOf(machine, 'OwnerRemediated')]).toEqual([failed, 'False MachineDeleting Machine is deleting']);
      expect(machine.metadata.deletionTimestamp).toBeDefined();
      const machineDeployment = await world.client.get(MachineDeployments, { namespace: world.namespace, name: 'md' });
      expect(textOf(machineDeployment, 'Remediating')).toBe(`True Remediating * Machine ${broken}: Machine is deleting`);
    });
    await releaseDrain(world, broken);
    await eventually(async () => {
      await provision(world);
      expect((await machinesOf(world)).map(({ metadata }) => metadata.name)).not.toContain(broken);
    });
    expect((await available(world, 2)).map(({ metadata }) => metadata.name)).toContain(machines[1]?.metadata.name);
    await eventually(async () => expect((await healthCheckOf(world)).status).toMatchObject({ currentHealthy: 2 }));
  });

  test('does nothing but tell while too many are unhealthy, and takes its verdict back when Nodes recover', async () => {
    await createCluster(world, 2);
    await createHealthCheck(world, { remediation: { triggerIf: { unhealthyLessThanOrEqualTo: 0 } } });
    const machines = await available(world, 2);
    for (const machine of machines) await breakNode(world, machine);
    await eventually(async () => {
      expect((await machinesOf(world)).map((machine) => [textOf(machine, 'HealthCheckSucceeded'), textOf(machine, 'OwnerRemediated'), machine.metadata.deletionTimestamp])).toEqual([[failed, 'none', undefined], [failed, 'none', undefined]]);
      expect(textOf(await healthCheckOf(world), 'RemediationAllowed')).toMatch(/^False TooManyUnhealthy .*\(total: 2, unhealthy: 2, maxUnhealthy: 0\)$/);
    });
    for (const machine of machines) await setStatus(world, Nodes, machine.status?.nodeRef?.name ?? '', { conditions: [condition('Ready', 'True', 'KubeletReady')] });
    await eventually(async () => {
      expect((await machinesOf(world)).map((machine) => textOf(machine, 'HealthCheckSucceeded'))).toEqual(['True HealthCheckSucceeded', 'True HealthCheckSucceeded']);
      expect(textOf(await healthCheckOf(world), 'RemediationAllowed')).toBe('True RemediationAllowed');
    });
  });
});

const hold = 'pre-drain.delete.hook.machine.cluster.x-k8s.io/test';

async function holdDrain({ client, namespace }: TestManager, name: string): Promise<void> {
  await client.patch(Machines, { namespace, name }, { type: 'merge', body: { metadata: { annotations: { [hold]: '' } } } });
}

async function releaseDrain({ client, namespace }: TestManager, name: string): Promise<void> {
  await client.patch(Machines, { namespace, name }, { type: 'merge', body: { metadata: { annotations: { [hold]: null } } } });
}
