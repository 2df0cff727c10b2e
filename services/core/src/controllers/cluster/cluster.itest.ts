import type { KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import { ClusterClasses, Clusters, MachineDeployments, type Cluster, type MachineDeployment } from '@clusterwright/api/core/v1beta2';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { isNotFound } from '@clusterwright/kube-client';
import { FakeHookCaller } from '@clusterwright/runtime-sdk/hook-caller.fake';
import { cacheCustomResourceDefinitions } from '@clusterwright/provider-kit/external-objects/external-objects';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { eventually } from '@clusterwright/test-env';
import { startTestManager } from '@clusterwright/test-env/test-manager';
import type { TestManager } from '@clusterwright/test-env/test-manager';
import { addClusterController } from './cluster.controller.ts';
import type { ClusterControllerDeps } from './cluster.controller.ts';

const devClusters: Resource<UnstructuredObject> = { group: 'infrastructure.cluster.x-k8s.io', version: 'v1beta2', kind: 'DevCluster', plural: 'devclusters', namespaced: true };
const controlPlanes: Resource<UnstructuredObject> = { group: 'controlplane.cluster.x-k8s.io', version: 'v1beta2', kind: 'KubeadmControlPlane', plural: 'kubeadmcontrolplanes', namespaced: true };
const machineTemplate = { spec: { infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachineTemplate', name: 't' } } };

interface World extends TestManager {
  readonly connections: FakeWorkloadClusters;
}

async function start(options: Partial<ClusterControllerDeps> = {}): Promise<World> {
  const connections = new FakeWorkloadClusters();
  const manager = await startTestManager({
    prefix: 'cluster',
    setup: (declaring) => {
      cacheCustomResourceDefinitions(declaring);
      addClusterController(declaring, { workloadClusters: connections, features: parseFeatureGates([]), remoteConnectionGracePeriodMs: 50_000, concurrency: 4, ...options });
    },
  });
  return { ...manager, connections };
}

const object = (resource: Resource, namespace: string, name: string, spec: Record<string, unknown>): UnstructuredObject => ({ apiVersion: `${resource.group}/${resource.version}`, kind: resource.kind, metadata: { name, namespace }, spec });
const aDevCluster = (namespace: string) => object(devClusters, namespace, 'c1', { backend: { inMemory: {} } });
const aControlPlane = (namespace: string) => object(controlPlanes, namespace, 'c1-cp', { replicas: 1, version: 'v1.36.3', machineTemplate, kubeadmConfigSpec: { clusterConfiguration: { apiServer: { certSANs: ['localhost'] } } } });

function aCluster(namespace: string): Cluster {
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Cluster',
    metadata: { name: 'c1', namespace },
    spec: { infrastructureRef: { apiGroup: devClusters.group, kind: 'DevCluster', name: 'c1' }, controlPlaneRef: { apiGroup: controlPlanes.group, kind: 'KubeadmControlPlane', name: 'c1-cp' } },
  };
}

function aMachineDeployment(namespace: string, owner: KubeObject): MachineDeployment {
  const labels = { 'cluster.x-k8s.io/cluster-name': 'c1' };
  const spec = { clusterName: 'c1', bootstrap: { dataSecretName: 's' }, infrastructureRef: machineTemplate.spec.infrastructureRef };
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineDeployment',
    // A finalizer of the test in the place of the MachineDeployment's controller.
    metadata: { name: 'md', namespace, labels, finalizers: ['test.clusterwright.dev/md'], ownerReferences: [{ apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid ?? '' }] },
    spec: { clusterName: 'c1', replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

describe('the Cluster controller on a real API server', () => {
  let world: World;
  afterEach(() => world.stop());

  const cluster = (): Promise<Cluster> => world.client.get(Clusters, { namespace: world.namespace, name: 'c1' });
  const reason = async (type: string): Promise<string | undefined> => (await cluster()).status?.conditions?.find((condition) => condition.type === type)?.reason;
  const patch = (resource: Resource, name: string, body: object, subresource?: string): Promise<unknown> => world.client.patch(resource, { namespace: world.namespace, name }, { type: 'merge', body }, { subresource });
  const isGone = async (resource: Resource, name: string): Promise<boolean> => world.client.get(resource, { namespace: world.namespace, name }).then(() => false, (error: unknown) => { if (isNotFound(error)) return true; throw error; });

  test('brings a Cluster up: adopts, takes over, initializes; with few writes and no conflict', async () => {
    world = await start();
    const { client, namespace } = world;
    await client.create(Clusters, aCluster(namespace));
    await eventually(async () => expect(await reason('InfrastructureReady')).toBe('ObjectDoesNotExist'));

    // Providers' objects may come later, and know nothing of their Cluster.
    await client.create(devClusters, aDevCluster(namespace));
    await client.create(controlPlanes, aControlPlane(namespace));
    const owner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c1', uid: (await cluster()).metadata.uid };
    for (const [resource, name] of [[devClusters, 'c1'], [controlPlanes, 'c1-cp']] as const) {
      await eventually(async () => expect((await client.get(resource, { namespace, name })).metadata).toMatchObject({ ownerReferences: [owner], labels: { 'cluster.x-k8s.io/cluster-name': 'c1' } }));
    }
    await patch(devClusters, 'c1', { spec: { controlPlaneEndpoint: { host: '1.2.3.4', port: 6443 } } });
    await patch(devClusters, 'c1', { status: { initialization: { provisioned: true } } }, 'status');
    await eventually(async () => expect(await cluster()).toMatchObject({ spec: { controlPlaneEndpoint: { host: '1.2.3.4', port: 6443 } }, status: { phase: 'Provisioned', initialization: { infrastructureProvisioned: true } } }));

    await patch(controlPlanes, 'c1-cp', { status: { initialization: { controlPlaneInitialized: true }, replicas: 1, readyReplicas: 1, conditions: [{ type: 'Available', status: 'True', reason: 'Available', message: '', lastTransitionTime: '2026-11-21T12:00:00Z' }] } }, 'status');
    world.connections.connect({ namespace, name: 'c1' }, client, [], { lastSuccessTime: new Date(), consecutiveFailures: 0 });
    await patch(Clusters, 'c1', { metadata: { annotations: { nudge: '1' } } });
    const up = await eventually(async () => {
      const found = await cluster();
      expect(found.status?.conditions?.find(({ type }) => type === 'Available')).toMatchObject({ status: 'True', reason: 'Available', message: '' });
      return found;
    });
    expect(up.status).toMatchObject({ initialization: { controlPlaneInitialized: true }, controlPlane: { desiredReplicas: 1, replicas: 1, readyReplicas: 1 }, observedGeneration: up.metadata.generation });
    expect(up.status?.deprecated?.v1beta1?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual(['Ready=True', 'ControlPlaneInitialized=True', 'ControlPlaneReady=True', 'InfrastructureReady=True']);
    expect(up.status?.conditions?.map(({ type }) => type).slice(0, 6)).toEqual(['Available', 'RemoteConnectionProbe', 'InfrastructureReady', 'ControlPlaneInitialized', 'ControlPlaneAvailable', 'WorkersAvailable']);
    // Two adoptions, the finalizer, the endpoint, and the status of each stage; Events are sent by POST.
    expect(world.answers.filter((answer) => answer.startsWith('PATCH')).length).toBeLessThanOrEqual(10);
    expect(world.answers.filter((answer) => answer.endsWith(' 409'))).toEqual([]);
  });

  test('a Cluster with a topology stays until extensions consent, and is taken down then', async () => {
    const hooks = new FakeHookCaller();
    hooks.answers = [{ status: 'Success', message: 'backing up', retryAfterSeconds: 2 }, { status: 'Success', message: '', retryAfterSeconds: 0 }];
    world = await start({ hooks, features: parseFeatureGates(['ClusterTopology=true', 'RuntimeSDK=true']) });
    const { client, namespace } = world;
    const templateRef = (kind: string, group: string) => ({ templateRef: { apiVersion: `${group}.cluster.x-k8s.io/v1beta2`, kind, name: 't' } });
    await client.create(ClusterClasses, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'ClusterClass', metadata: { name: 'class', namespace }, spec: { infrastructure: templateRef('DevClusterTemplate', 'infrastructure'), controlPlane: templateRef('KubeadmControlPlaneTemplate', 'controlplane') } });
    await client.create(devClusters, aDevCluster(namespace));
    const { spec, ...rest } = aCluster(namespace);
    await client.create(Clusters, { ...rest, spec: { infrastructureRef: spec.infrastructureRef, topology: { classRef: { name: 'class' }, version: 'v1.36.3' } } });
    await eventually(async () => expect((await cluster()).metadata.finalizers).toContain('cluster.cluster.x-k8s.io'));

    await client.delete(Clusters, { namespace, name: 'c1' });
    await eventually(async () => expect(await reason('Deleting')).toBe('WaitingForBeforeDeleteHook'));
    expect(hooks.calls).toMatchObject([{ hook: 'BeforeClusterDelete', request: { cluster: { kind: 'Cluster', metadata: { name: 'c1' }, spec: { topology: { version: 'v1.36.3' } } } } }]);
    expect(await isGone(devClusters, 'c1')).toBe(false);
    await eventually(async () => expect(await isGone(Clusters, 'c1')).toBe(true));
    expect([hooks.calls.length, await isGone(devClusters, 'c1')]).toEqual([2, true]);
  });

  test('takes a Cluster down in order: workers, control plane, infrastructure', async () => {
    world = await start();
    const { client, namespace } = world;
    await client.create(devClusters, aDevCluster(namespace));
    await client.create(controlPlanes, { ...aControlPlane(namespace), metadata: { name: 'c1-cp', namespace, finalizers: ['test.clusterwright.dev/cp'] } });
    const created = await client.create(Clusters, aCluster(namespace));
    await client.create(MachineDeployments, aMachineDeployment(namespace, created));
    await eventually(async () => expect((await cluster()).metadata.finalizers).toContain('cluster.cluster.x-k8s.io'));
    await eventually(async () => expect((await client.get(controlPlanes, { namespace, name: 'c1-cp' })).metadata.ownerReferences).toHaveLength(1));

    await client.delete(Clusters, { namespace, name: 'c1' });
    await eventually(async () => expect(await reason('Deleting')).toBe('WaitingForWorkersDeletion'));
    expect((await client.get(MachineDeployments, { namespace, name: 'md' })).metadata.deletionTimestamp).toBeDefined();
    expect((await client.get(controlPlanes, { namespace, name: 'c1-cp' })).metadata.deletionTimestamp).toBeUndefined();

    await patch(MachineDeployments, 'md', { metadata: { finalizers: null } });
    await eventually(async () => expect(await reason('Deleting')).toBe('WaitingForControlPlaneDeletion'));
    expect(await isGone(devClusters, 'c1')).toBe(false);

    await patch(controlPlanes, 'c1-cp', { metadata: { finalizers: null } });
    await eventually(async () => expect(await isGone(Clusters, 'c1')).toBe(true));
    expect(await isGone(devClusters, 'c1')).toBe(true);
  });

  test('leaves a paused Cluster alone', async () => {
    world = await start();
    const { client, namespace } = world;
    await client.create(devClusters, aDevCluster(namespace));
    await client.create(Clusters, { ...aCluster(namespace), spec: { ...aCluster(namespace).spec, paused: true } });
    await eventually(async () => expect(await reason('Paused')).toBe('Paused'));
    expect((await client.get(devClusters, { namespace, name: 'c1' })).metadata.ownerReferences).toBeUndefined();
    expect((await cluster()).status?.conditions?.map(({ type }) => type)).toEqual(['Paused']);
  });
});
