import type { KubeObject, Resource } from '@clusterwright/api';
import { Clusters, MachinePools, Machines, type MachinePool } from '@clusterwright/api/core/v1beta2';
import { Nodes, type Node } from '@clusterwright/api/kubernetes';
import type { Client } from '@clusterwright/controller-runtime';
import { reconcileOnce, type PassEnd } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { unpaced } from '@clusterwright/controller-runtime/driver/status-pace';
import { ApiError } from '@clusterwright/kube-client';
import { createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { FaultyClient, type Fault } from '../machineset/machineset.fixtures.ts';
import { FooMachinePools, FooMachines, KubeadmConfigs, aCluster, aMachine, aMachinePool, aNode, anInfraMachine, anObject, idOf, poolOwner, readyConfig, readyInfra } from './machinepool.fixtures.ts';
import { machinePoolReconciler } from './machinepool.reconciler.ts';

const key = { namespace: 'ns', name: 'p' };
const clusterKey = { namespace: 'ns', name: 'c' };
const crdOf = ({ group, plural }: Resource): KubeObject => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${group}`, labels: { 'cluster.x-k8s.io/v1beta2': 'v1beta2' } } });
const crds = [KubeadmConfigs, FooMachinePools, FooMachines].map(crdOf);

/** A pool of two instances whose provider is done, and a workload cluster with these Nodes. */
class World {
  readonly fake: FakeClient;
  readonly workload: FakeClient;
  readonly clusters = new FakeWorkloadClusters();
  readonly ctx = fakeContext();
  readonly #reconcilers = new Map<Client, ReturnType<typeof machinePoolReconciler>>();

  constructor({ machinePool = aMachinePool(), nodes = [aNode('a'), aNode('b')], objects = [] }: { machinePool?: MachinePool; nodes?: readonly Node[]; objects?: readonly KubeObject[] } = {}) {
    const instances = [anInfraMachine('a'), anInfraMachine('b')];
    this.fake = new FakeClient({ objects: [...crds, aCluster(), machinePool, anObject(KubeadmConfigs, 'p', readyConfig), anObject(FooMachinePools, 'p', readyInfra), ...instances, ...objects] });
    this.workload = new FakeClient({ objects: nodes });
    this.clusters.connect(clusterKey, this.workload.live, nodes);
  }

  /** A client stands for a process. */
  pass(client: Client = this.fake): Promise<PassEnd> {
    const reconciler = this.#reconcilers.get(client) ?? machinePoolReconciler({ client, external: createExternalObjects({ client }), workloadClusters: this.clusters });
    this.#reconcilers.set(client, reconciler);
    return reconcileOnce({ client, resource: MachinePools, reconciler, statusPace: unpaced }, key, this.ctx);
  }

  async settled(client: Client = this.fake): Promise<void> {
    const end = await this.pass(client);
    if (end.kind === 'error') throw end.error;
  }

  /** Plays the controller of Machines, which sees the new ones. */
  holdMachines(): void {
    for (const machine of this.fake.objects(Machines)) this.fake.put({ ...machine, metadata: { ...machine.metadata, finalizers: ['machine.cluster.x-k8s.io'] } });
  }

  get pool(): MachinePool | undefined {
    return this.fake.objects(MachinePools)[0];
  }

  get machines(): string[] {
    return this.fake.objects(Machines).map(({ metadata }) => metadata.name).sort();
  }

  get nodes(): string[] {
    return this.workload.objects(Nodes).map(({ metadata }) => metadata.name).sort();
  }
}

test('one pass makes a Machine for each instance, finds the Nodes, and says so', async () => {
  const world = new World();
  await world.settled();
  expect(world.machines).toEqual(['a', 'b']);
  expect(world.pool).toMatchObject({ spec: { providerIDList: [idOf('a'), idOf('b')], template: { spec: { bootstrap: { dataSecretName: 'data' } } } }, status: { phase: 'Running', replicas: 2, upToDateReplicas: 2, readyReplicas: 0, nodeRefs: [{ name: 'a' }, { name: 'b' }] } });
  expect(world.ctx.recordedEvents).toEqual([
    {
      type: 'Normal',
      object: 'MachinePool/p',
      reason: 'SuccessfulSetNodeRefs',
      message: '[{Kind:Node Namespace: Name:a UID:uid-a APIVersion:v1 ResourceVersion: FieldPath:} {Kind:Node Namespace: Name:b UID:uid-b APIVersion:v1 ResourceVersion: FieldPath:}]',
    },
  ]);
  const [machine] = world.fake.objects(Machines);
  expect(machine?.metadata.managedFields?.map(({ manager, operation }) => `${manager ?? ''}:${operation ?? ''}`)).toContain('machinepool-controller:Apply');
  expect(machine?.status?.conditions).toMatchObject([{ type: 'UpToDate', status: 'True', reason: 'UpToDate' }]);
});

test('a scale, and another Secret of the user, during a pass are not undone', async () => {
  const { template } = aMachinePool().spec;
  const withSecret = (dataSecretName: string): MachinePool['spec']['template'] => ({ ...template, spec: { ...template.spec, bootstrap: { dataSecretName } } });
  const world = new World({ machinePool: aMachinePool({ spec: { template: withSecret('mine') } }) });
  const { fake } = world;
  await world.pass({
    ...new FaultyClient(fake, Number.POSITIVE_INFINITY, 'refused').client,
    apply: (resource, object, options) => {
      const pool = fake.objects(MachinePools)[0];
      fake.put({ ...pool, spec: { ...pool?.spec, replicas: 5, template: withSecret('other') } } as KubeObject);
      return fake.apply(resource, object, options);
    },
  });
  expect(world.pool?.spec).toMatchObject({ replicas: 5, providerIDList: [idOf('a'), idOf('b')], template: { spec: { bootstrap: { dataSecretName: 'other' } } } });
});

test('nothing is written where nothing changed', async () => {
  const world = new World();
  await world.settled();
  const before = [world.fake.writes.length, world.workload.writes.length];
  await world.settled();
  expect([world.fake.writes.length, world.workload.writes.length]).toEqual(before);
  expect(world.ctx.recordedEvents).toHaveLength(1);
});

test('two owners, two Machines and their conditions, two Nodes, one object and one status: no other request', async () => {
  const world = new World();
  await world.settled();
  expect(world.fake.writes.map(({ verb, kind, subresource = '' }) => `${verb} ${kind} ${subresource}`.trim())).toEqual([
    'patch KubeadmConfig', 'patch FooMachinePool', 'apply Machine', 'apply Machine', 'patch Machine status', 'patch Machine status', 'patch MachinePool', 'patch MachinePool status',
  ]);
  expect(world.workload.writes.map(({ verb, key: name }) => `${verb} ${name}`)).toEqual(['patch a', 'patch b']);
});

test('a Machine that goes is not up to date any more, and gets nothing else', async () => {
  const deletionTimestamp = '2026-11-21T11:59:00Z';
  const world = new World({ objects: [aMachine('a', { metadata: { deletionTimestamp, labels: { 'cluster.x-k8s.io/pool-name': 'p', 'cluster.x-k8s.io/cluster-name': 'c' } } })] });
  await world.settled();
  const machine = world.fake.objects(Machines).find(({ metadata }) => metadata.name === 'a');
  expect(machine?.status?.conditions).toMatchObject([{ type: 'UpToDate', status: 'False', reason: 'NotUpToDate', message: 'Machine is being deleted' }]);
  expect(world.fake.writes.filter(({ verb, key: name }) => verb === 'apply' && name.endsWith('/a'))).toEqual([]);
});

test('a Machine that lost what the pool says of it gets it back, and keeps what others say', async () => {
  const world = new World();
  await world.settled();
  const [machine] = world.fake.objects(Machines);
  world.fake.put({ ...machine, metadata: { ...machine?.metadata, ownerReferences: [], labels: { ...machine?.metadata.labels, theirs: 'x' }, finalizers: ['theirs', 'machine.cluster.x-k8s.io'] } } as KubeObject);
  await world.settled();
  expect(world.fake.objects(Machines)[0]?.metadata).toMatchObject({ ownerReferences: [poolOwner], labels: { theirs: 'x' }, finalizers: ['theirs', 'machine.cluster.x-k8s.io'] });
});

test('a Machine of somebody else under the name of an instance is left alone, and the rest is done', async () => {
  const owner = { ...poolOwner, kind: 'MachineSet', name: 'ms', uid: 'uid-ms' };
  const world = new World({ objects: [aMachine('a', { metadata: { labels: {}, ownerReferences: [owner] } })] });
  expect(await world.pass()).toMatchObject({ kind: 'error', error: { code: 'MachineNameTaken', message: expect.stringContaining('Machines a exist') } });
  expect(world.machines).toEqual(['a', 'b']);
  expect(world.fake.objects(Machines).find(({ metadata }) => metadata.name === 'a')?.metadata.ownerReferences).toEqual([owner]);
  expect(world.pool?.status?.nodeRefs).toHaveLength(2);
});

test('without a connection instances become Machines all the same, and Nodes wait', async () => {
  const world = new World();
  world.clusters.disconnect(clusterKey);
  await world.settled();
  expect([world.machines, world.pool?.spec.providerIDList?.length, world.pool?.status?.nodeRefs, world.pool?.status?.phase]).toEqual([['a', 'b'], 2, undefined, 'ScalingUp']);
});

test('Nodes that cannot be written are reported all the same', async () => {
  const world = new World();
  world.workload.failNext('patch', new ApiError('no', { status: 403, reason: 'Forbidden' }));
  expect(await world.pass()).toMatchObject({ kind: 'error', error: { message: 'no' } });
  expect(world.pool?.status?.nodeRefs).toHaveLength(2);
  await world.settled();
  expect(world.workload.objects(Nodes).every(({ metadata }) => metadata.annotations?.['cluster.x-k8s.io/owner-name'] === 'p')).toBe(true);
});

test('a Node that could not be deleted is not forgotten', async () => {
  const world = new World();
  await world.settled();
  const infra = world.fake.objects(FooMachinePools)[0];
  world.fake.put({ ...infra, ...readyInfra, spec: { providerIDList: [idOf('a')] }, status: { ...readyInfra.status, replicas: 1 } } as KubeObject);
  world.workload.failNext('delete', new ApiError('no', { status: 500, reason: 'InternalError' }));
  expect(await world.pass()).toMatchObject({ kind: 'error' });
  expect(world.nodes).toEqual(['a', 'b']);
  await world.settled();
  expect([world.nodes, world.pool?.status?.nodeRefs?.map(({ name }) => name)]).toEqual([['a'], ['a']]);
});

test('a ready Node is looked at again when it becomes available', async () => {
  const since = '2026-11-21T11:59:30Z';
  const { template } = aMachinePool().spec;
  const machinePool = aMachinePool({ spec: { template: { ...template, spec: { ...template.spec, minReadySeconds: 60 } } } });
  const world = new World({ machinePool, nodes: [aNode('a'), aNode('b', { since })] });
  expect(await world.pass()).toMatchObject({ kind: 'requeueAfter', afterMs: 30_001 });
  expect(world.pool?.status?.deprecated?.v1beta1).toMatchObject({ readyReplicas: 2, availableReplicas: 1, unavailableReplicas: 1 });
  world.ctx.clock.advance(30_001);
  await world.settled();
  expect(world.pool?.status?.deprecated?.v1beta1).toMatchObject({ availableReplicas: 2 });
});

test('a pool waits for its Cluster, and is left alone while that is paused', async () => {
  const world = new World();
  world.fake.put({ ...aCluster(), spec: { paused: true } } as KubeObject);
  await world.settled();
  expect([world.machines, world.pool?.status?.conditions]).toMatchObject([[], [{ type: 'Paused', status: 'True' }]]);
  world.fake.remove(Clusters, clusterKey);
  expect(await world.pass()).toEqual({ kind: 'success' });
});

describe('deletion', () => {
  const deleted = async (world: World): Promise<void> => {
    await world.settled();
    world.holdMachines();
    await world.fake.delete(MachinePools, key);
  };

  test('takes config and infrastructure away, then Machines that are left, then Nodes', async () => {
    const world = new World();
    await deleted(world);
    await world.settled();
    expect([world.fake.objects(KubeadmConfigs), world.fake.objects(FooMachinePools)]).toEqual([[], []]);
    expect([world.machines, world.nodes, world.pool?.status?.phase]).toEqual([['a', 'b'], ['a', 'b'], 'Deleting']);
    for (const name of ['a', 'b']) world.fake.remove(Machines, { namespace: 'ns', name });
    await world.settled();
    expect([world.nodes, world.pool]).toEqual([[], undefined]);
  });

  test('insists on deleting Nodes for ten seconds, then the timeout decides', async () => {
    const { template } = aMachinePool().spec;
    const world = new World({ machinePool: aMachinePool({ spec: { template: { ...template, spec: { ...template.spec, deletion: { nodeDeletionTimeoutSeconds: 10 } } } } }) });
    await deleted(world);
    for (const name of ['a', 'b']) world.fake.remove(Machines, { namespace: 'ns', name });
    world.clusters.disconnect(clusterKey);
    world.ctx.clock.advance(60_000);
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await world.pass()).toMatchObject({ kind: 'requeueAfter', afterMs: 2000, reason: 'DeletingNodes' });
      world.ctx.clock.advance(2000);
    }
    await world.settled();
    expect([world.pool, world.nodes]).toEqual([undefined, ['a', 'b']]);
  });

  test('without a timeout Nodes are waited for, however long', async () => {
    const world = new World();
    await deleted(world);
    for (const name of ['a', 'b']) world.fake.remove(Machines, { namespace: 'ns', name });
    world.clusters.disconnect(clusterKey);
    await world.pass();
    world.ctx.clock.advance(10_000);
    expect(await world.pass()).toMatchObject({ kind: 'error', error: { code: 'WorkloadCluster', message: expect.stringContaining('failed deleting Nodes because') } });
    world.clusters.connect(clusterKey, world.workload.live, world.workload.objects(Nodes));
    await world.settled();
    expect([world.pool, world.nodes]).toEqual([undefined, []]);
  });
});

const faults: readonly Fault[] = ['refused', 'lost', 'unanswered', 'killedBefore', 'killedAfter'];
test.each(faults)('whichever request is %s, the next passes make two Machines and no more', async (fault) => {
  for (let at = 1; ; at += 1) {
    const world = new World({ machinePool: aMachinePool({ metadata: { finalizers: [] } }) });
    const faulty = new FaultyClient(world.fake, at, fault);
    await world.pass(faulty.client);
    if (!faulty.happened) return;
    // A cache that is behind first, then one that has caught up.
    if (!faulty.isDead) await world.pass(faulty.client);
    await world.settled();
    await world.settled();
    expect([at, world.machines, world.pool?.status?.phase, world.pool?.status?.upToDateReplicas]).toEqual([at, ['a', 'b'], 'Running', 2]);
  }
});

test.each(faults)('whichever request of a deletion is %s, the next passes leave nothing', async (fault) => {
  for (let at = 1; ; at += 1) {
    const world = new World();
    await world.settled();
    world.holdMachines();
    await world.fake.delete(MachinePools, key);
    const faulty = new FaultyClient(world.fake, at, fault);
    for (let passes = 0; passes < 8; passes += 1) {
      await world.pass(faulty.isDead ? world.fake : faulty.client);
      // What the controller of Machines does.
      for (const { metadata } of world.fake.objects(Machines).filter((machine) => machine.metadata.deletionTimestamp)) world.fake.remove(Machines, { namespace: 'ns', name: metadata.name });
    }
    expect([at, world.machines, world.nodes, world.fake.objects(KubeadmConfigs), world.fake.objects(FooMachinePools), world.pool]).toEqual([at, [], [], [], [], undefined]);
    if (!faulty.happened) return;
  }
});
