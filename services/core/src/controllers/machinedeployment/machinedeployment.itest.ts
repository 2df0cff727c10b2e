import type { Condition, KubeObject, Resource } from '@clusterwright/api';
import { Clusters, MachineDeployments, MachineSets, Machines } from '@clusterwright/api/core/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { randomSuffix } from '@clusterwright/provider-kit/cluster/names';
import { cacheCustomResourceDefinitions, createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { eventually } from '@clusterwright/test-env';
import { startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { addMachineSetController } from '../machineset/machineset.controller.ts';
import { DevMachineTemplates, DevMachines, KubeadmConfigTemplates, KubeadmConfigs, anObject } from '../machineset/machineset.fixtures.ts';
import { addMachineDeploymentController } from './machinedeployment.controller.ts';
import { aMachineDeployment, aTemplate } from './machinedeployment.fixtures.ts';

interface World extends TestManager {
  readonly list: <T extends KubeObject>(resource: Resource<T>) => Promise<readonly T[]>;
}

/** MachineDeployments and MachineSets have their controllers; Machines are played by the test. */
async function start(): Promise<World> {
  const world = await startTestManager({
    prefix: 'machinedeployment',
    setup: (manager) => {
      cacheCustomResourceDefinitions(manager);
      const deps = { client: manager.client, features: parseFeatureGates([]), randomSuffix: () => randomSuffix(), concurrency: 2 };
      addMachineSetController(manager, { ...deps, external: createExternalObjects(deps), preflightChecks: new Set(['All']) });
      addMachineDeploymentController(manager, { ...deps, external: createExternalObjects(deps) });
    },
  });
  const { client, namespace } = world;
  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevCluster', name: 'c' };
  await client.create(Clusters, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { name: 'c', namespace }, spec: { infrastructureRef } });
  return { ...world, list: async (resource) => (await client.list(resource, { namespace })).items };
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
