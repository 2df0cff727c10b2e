import type { Condition, KubeObject, Resource } from '@clusterwright/api';
import { Clusters, MachineDeployments, MachineSets, Machines } from '@clusterwright/api/core/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { createManager } from '@clusterwright/controller-runtime';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { createLog } from '@clusterwright/controller-runtime/service/pino-log';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { randomSuffix } from '@clusterwright/provider-kit/cluster/names';
import { cacheCustomResourceDefinitions, createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { createTestNamespace, eventually, testControlPlane } from '@clusterwright/test-env';
import { addMachineSetController } from '../machineset/machineset.controller.ts';
import { DevMachineTemplates, DevMachines, KubeadmConfigTemplates, KubeadmConfigs, anObject } from '../machineset/machineset.fixtures.ts';
import { addMachineDeploymentController } from './machinedeployment.controller.ts';
import { aMachineDeployment, aTemplate } from './machinedeployment.fixtures.ts';

interface World {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly list: <T extends KubeObject>(resource: Resource<T>) => Promise<readonly T[]>;
  readonly stop: () => Promise<void>;
}

/** MachineDeployments and MachineSets have their controllers; Machines are played by the test. */
async function start(): Promise<World> {
  const controlPlane = await testControlPlane();
  const namespace = await createTestNamespace(controlPlane, 'machinedeployment');
  const stop = new AbortController();
  const client = createKubeClient({ ...loadConnection(controlPlane.kubeconfig), fieldManager: 'kubectl' });
  const live = createKubeClient(loadConnection(controlPlane.kubeconfig));
  const manager = createManager({ live, log: createLog({ write: (line: string) => void (process.env['DEBUG_LOG'] && process.stderr.write(line)) }), component: 'test', signal: stop.signal, namespace });
  cacheCustomResourceDefinitions(manager);
  const deps = { client: manager.client, features: parseFeatureGates([]), randomSuffix: () => randomSuffix(), concurrency: 2 };
  addMachineSetController(manager, { ...deps, external: createExternalObjects(deps), preflightChecks: new Set(['All']) });
  addMachineDeploymentController(manager, { ...deps, external: createExternalObjects(deps) });
  await manager.synced();
  const leading = manager.lead(stop.signal);

  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevCluster', name: 'c' };
  await client.create(Clusters, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace }, spec: { infrastructureRef } });
  return {
    client,
    namespace,
    list: async (resource) => (await client.list(resource, { namespace })).items,
    stop: async () => {
      stop.abort();
      await leading;
      await Promise.all([client.close(), live.close()]);
    },
  };
}

async function createMachineDeployment({ client, namespace }: World): Promise<void> {
  const metadata = { name: 'md', namespace };
  await client.create(KubeadmConfigTemplates, anObject(KubeadmConfigTemplates, 'md', { metadata, spec: { template: { spec: { joinConfiguration: { nodeRegistration: { criSocket: 'unix:///x' } } } } } }));
  await client.create(DevMachineTemplates, anObject(DevMachineTemplates, 'md', { metadata, spec: { template: { spec: { backend: { inMemory: {} } } } } }));
  const { apiVersion, kind, spec } = aMachineDeployment({ spec: { replicas: 2 } });
  await client.create(MachineDeployments, { apiVersion, kind, metadata, spec });
}

/** Makes every Machine available, and lets those go that are being deleted. */
async function playMachines({ client, namespace, list }: World): Promise<void> {
  const condition = (type: string): Condition => ({ type, status: 'True', reason: type, message: '', lastTransitionTime: '2026-01-01T00:00:00Z' });
  for (const { metadata, status } of await list(Machines)) {
    const key = { namespace, name: metadata.name };
    if (metadata.deletionTimestamp) await client.patch(Machines, key, { type: 'merge', body: { metadata: { finalizers: null } } });
    else if (!status?.nodeRef) await client.patch(Machines, key, { type: 'merge', body: { status: { nodeRef: { name: 'n' }, conditions: ['Ready', 'Available', 'UpToDate'].map(condition) } } }, { subresource: 'status' });
  }
}

const versions = (machines: readonly Machine[]): string[] => machines.map(({ spec }) => spec.version ?? '').sort();

describe('a MachineDeployment', () => {
  let world: World;
  beforeAll(async () => {
    world = await start();
    await createMachineDeployment(world);
  });
  afterAll(() => world.stop());

  test('becomes Machines, each with its own objects, under the field managers of upstream', async () => {
    await eventually(async () => expect((await world.list(Machines)).length).toBe(2));
    const [machine] = await world.list(Machines);
    const [machineSet] = await world.list(MachineSets);
    const name = machine?.metadata.name ?? '';
    for (const resource of [KubeadmConfigs, DevMachines]) expect((await world.list(resource)).map(({ metadata }) => metadata.name)).toContain(name);

    const applied = ({ metadata }: KubeObject = { apiVersion: '', kind: '', metadata: { name: '' } }) => metadata.managedFields?.filter(({ operation }) => operation === 'Apply').map(({ manager, fieldsV1 }) => [manager, Object.keys(fieldsV1?.['f:spec'] ?? {}).sort()]);
    expect(applied(machine)).toEqual([['capi-machineset', ['f:bootstrap', 'f:clusterName', 'f:infrastructureRef', 'f:version']]]);
    expect(applied(machineSet)).toEqual([['capi-machinedeployment', ['f:clusterName', 'f:replicas', 'f:selector', 'f:template']]]);
    expect((await world.list(DevMachineTemplates))[0]?.metadata.ownerReferences).toMatchObject([{ kind: 'Cluster', name: 'c' }]);
  });

  test('is available when its Machines are', async () => {
    await playMachines(world);
    await eventually(async () => {
      const [machineDeployment] = await world.list(MachineDeployments);
      expect(machineDeployment?.status).toMatchObject({ replicas: 2, availableReplicas: 2, phase: 'Running', conditions: expect.arrayContaining([expect.objectContaining({ type: 'Available', status: 'True' })]) });
    });
  });

  test('rolls a new version out, and leaves one MachineSet', async () => {
    const { client, namespace } = world;
    await client.patch(MachineDeployments, { namespace, name: 'md' }, { type: 'merge', body: { spec: { template: { spec: { version: aTemplate({ version: 'v1.37.0' }).spec.version } } } } });
    await eventually(async () => {
      await playMachines(world);
      const machines = await world.list(Machines);
      expect(machines.length).toBeLessThanOrEqual(3);
      expect(versions(machines)).toEqual(['v1.37.0', 'v1.37.0']);
      expect((await world.list(MachineSets)).map(({ metadata }) => metadata.annotations?.['machinedeployment.clusters.x-k8s.io/revision'])).toEqual(['2']);
    });
  });

  test('takes everything with it when it is deleted', async () => {
    const { client, namespace } = world;
    await client.delete(MachineDeployments, { namespace, name: 'md' });
    await eventually(async () => {
      await playMachines(world);
      expect([...(await world.list(MachineDeployments)), ...(await world.list(MachineSets)), ...(await world.list(Machines))]).toEqual([]);
    });
  });
});
