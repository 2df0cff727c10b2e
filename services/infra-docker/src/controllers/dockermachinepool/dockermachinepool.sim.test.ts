import type { KubeObject, Resource, UnstructuredObject } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { DevMachinePools, DevMachines, DockerMachinePools, DockerMachines } from '@clusterwright/api/infrastructure/v1beta2';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { reconcileOnce } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { unpaced } from '@clusterwright/controller-runtime/driver/status-pace';
import { fakeClient, fakeClock, fakeContext } from '@clusterwright/test-env';
import { FakeContainerEngine } from '../../ports/container-engine.fake.ts';
import { createSeenEndings } from '../../containers/seen-endings.ts';
import { createRetryDelays } from '../../retry-delays.ts';
import { infraPoolReconciler } from './dockermachinepool.reconciler.ts';
import { devMachinePoolKind, dockerMachinePoolKind } from './infra-pool-kind.ts';

const label = { 'cluster.x-k8s.io/cluster-name': 'k' };
const families = {
  Dev: { pool: DevMachinePools as Resource, machine: DevMachines as Resource, kind: devMachinePoolKind, scheme: 'dev' },
  Docker: { pool: DockerMachinePools as Resource, machine: DockerMachines as Resource, kind: dockerMachinePoolKind, scheme: 'docker' },
};
type Family = keyof typeof families;

/** A pool, played by hand: the MachinePool controller makes Machines, and the machine controller containers. */
class PoolWorld {
  readonly family: Family;
  readonly clock = fakeClock();
  readonly engine = new FakeContainerEngine();
  readonly client = fakeClient();
  #names = 0;

  constructor(family: Family, replicas: number) {
    this.family = family;
    const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: families[family].pool.kind, name: 'ip' };
    this.put({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', metadata: { namespace: 'ns', name: 'k', uid: 'uid-k' }, spec: {} });
    this.put({
      apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachinePool', metadata: { namespace: 'ns', name: 'mp', uid: 'uid-mp', labels: label },
      spec: { clusterName: 'k', replicas, template: { spec: { clusterName: 'k', version: 'v1.36.3', bootstrap: { dataSecretName: 'data' }, infrastructureRef } } },
    });
    this.put({
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: families[family].pool.kind,
      metadata: { namespace: 'ns', name: 'ip', uid: 'uid-ip', labels: label, ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachinePool', name: 'mp', uid: 'uid-mp' }] },
      spec: family === 'Dev' ? { backend: { docker: { preLoadImages: ['a:1'] } } } : { template: { preLoadImages: ['a:1'] } },
    });
  }

  put(object: object): void {
    this.client.put(object as KubeObject);
  }

  readonly #deps = {
    client: this.client, engine: this.engine, changes: { activate: () => undefined }, delays: createRetryDelays(), endings: createSeenEndings(),
    newName: () => `worker-${String((this.#names += 1))}`,
  };

  async pass() {
    const { kind, pool } = families[this.family];
    // The union of both families: each kind goes with its own resource.
    const reconciler = infraPoolReconciler(kind as never, this.#deps) as unknown as Reconciler<UnstructuredObject, never>;
    return reconcileOnce({ client: this.client, resource: pool as Resource<UnstructuredObject>, reconciler, statusPace: unpaced }, { namespace: 'ns', name: 'ip' }, fakeContext({ clock: this.clock }));
  }

  get machines(): readonly KubeObject[] {
    return this.client.objects(families[this.family].machine);
  }

  get pool(): (KubeObject & { status?: { conditions?: { type: string; status: string; message?: string }[] } }) | undefined {
    return this.client.objects(families[this.family].pool)[0];
  }

  /** Containers, provider IDs and Machines for all machines that have none. */
  playOthers(image = 'kindest/node:v1.36.3'): void {
    for (const machine of this.machines) {
      const { name } = machine.metadata;
      if (this.engine.containers.has(`k-${name}`)) continue;
      this.engine.set(`k-${name}`, { image, labels: { 'io.x-k8s.kind.cluster': 'k', 'io.x-k8s.cluster.namespace': 'ns', 'dev.cluster.x-k8s.io/machine-pool': 'ip' } });
      this.put({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { namespace: 'ns', name, uid: `uid-${name}` }, spec: { clusterName: 'k' } });
      const ownerReferences = [...(machine.metadata.ownerReferences ?? []), { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', name, uid: `uid-${name}`, controller: true }];
      const { spec } = machine as { spec?: object };
      this.put({ ...machine, metadata: { ...machine.metadata, ownerReferences }, spec: { ...spec, providerID: `docker:////k-${name}` }, status: { initialization: { provisioned: true } } });
    }
  }

  scale(replicas: number, version = 'v1.36.3'): void {
    const machinePool = this.client.objects({ group: 'cluster.x-k8s.io', version: 'v1beta2', kind: 'MachinePool', plural: 'machinepools', namespaced: true })[0] as { spec?: { template: { spec: object } } } | undefined;
    this.put({ ...machinePool, spec: { ...machinePool?.spec, replicas, template: { spec: { ...machinePool?.spec?.template.spec, version } } } });
  }

  get machineNames(): string[] {
    return this.client.objects(Machines).map(({ metadata }) => metadata.name);
  }
}

describe.each(Object.keys(families) as Family[])('%s pools', (family) => {
  const { scheme, machine } = families[family];

  test('as many machines as replicas, each with the pool as owner and its labels', async () => {
    const world = new PoolWorld(family, 2);
    await world.pass();
    expect(world.machines.map(({ metadata }) => metadata.name)).toEqual(['worker-1', 'worker-2']);
    const fields = { preLoadImages: ['a:1'] };
    expect(world.machines[0]).toMatchObject({
      metadata: { labels: { ...label, 'cluster.x-k8s.io/pool-name': 'mp' }, ownerReferences: [{ kind: world.pool?.kind, name: 'ip' }] },
      spec: family === 'Dev' ? { backend: { docker: fields } } : fields,
    });
    expect(world.pool).toMatchObject({ metadata: { finalizers: ['dockermachinepool.infrastructure.cluster.x-k8s.io'] }, spec: { providerID: `${scheme}:////k-dmp-ip` }, status: { replicas: 2, infrastructureMachineKind: machine.kind } });
    expect(world.pool?.status?.conditions).toContainEqual(expect.objectContaining({ type: 'ReplicasReady', status: 'False', message: '0 of 2 replicas are ready, and there are 2' }));
    world.playOthers();
    await world.pass();
    expect(world.pool).toMatchObject({ spec: { providerIDList: ['docker:////k-worker-1', 'docker:////k-worker-2'] }, status: { ready: true } });
    expect(world.pool?.status?.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
    const writes = world.client.writes.length;
    await world.pass();
    expect([world.client.writes.length, world.machines.length]).toEqual([writes, 2]);
  });

  test('a new version brings successors first; then the outdated Machines go', async () => {
    const world = new PoolWorld(family, 1);
    await world.pass();
    world.playOthers();
    world.scale(1, 'v1.37.0');
    await world.pass();
    expect([world.machines.length, world.machineNames]).toEqual([2, ['worker-1']]);
    world.playOthers('kindest/node:v1.37.0');
    await world.pass();
    expect(world.machineNames).toEqual(['worker-2']);
  });

  test('scaling in deletes Machines, so that Nodes are drained', async () => {
    const world = new PoolWorld(family, 2);
    await world.pass();
    world.playOthers();
    world.scale(1);
    await world.pass();
    expect([world.machineNames, world.machines.length]).toEqual([['worker-2'], 2]);
  });

  test('an instance whose container ended is replaced, unless it comes back within a minute, as after a restart of the engine', async () => {
    const world = new PoolWorld(family, 2);
    await world.pass();
    world.playOthers();
    await world.pass();
    // The engine's clock is another one.
    world.engine.set('k-worker-1', { endedAt: new Date(0) });
    world.engine.stop('k-worker-1');
    expect(await world.pass()).toMatchObject({ kind: 'requeueAfter', afterMs: 60_000 });
    world.clock.advance(20_000);
    expect(await world.pass()).toMatchObject({ kind: 'requeueAfter', afterMs: 40_000 });
    expect([world.machineNames, world.machines.length]).toEqual([['worker-1', 'worker-2'], 2]);

    world.engine.set('k-worker-1', { state: 'running', endedAt: undefined, exitCode: undefined });
    world.clock.advance(100_000);
    expect(await world.pass()).toEqual({ kind: 'success' });
    expect([world.machineNames, world.machines.length]).toEqual([['worker-1', 'worker-2'], 2]);

    world.engine.stop('k-worker-1');
    await world.pass();
    world.clock.advance(60_000);
    expect(await world.pass()).toEqual({ kind: 'success' });
    expect([world.machineNames, world.machines.map(({ metadata }) => metadata.name)]).toEqual([['worker-2'], ['worker-1', 'worker-2', 'worker-3']]);
  });

  test('an instance that is not complete yet is left to its own controller, which makes its container anew', async () => {
    const world = new PoolWorld(family, 1);
    await world.pass();
    world.engine.set('k-worker-1', { image: 'kindest/node:v1.36.3', state: 'exited', exitCode: 1, endedAt: new Date(0), labels: { 'io.x-k8s.kind.cluster': 'k', 'io.x-k8s.cluster.namespace': 'ns', 'dev.cluster.x-k8s.io/machine-pool': 'ip' } });
    expect(await world.pass()).toEqual({ kind: 'success' });
    expect(world.machines.map(({ metadata }) => metadata.name)).toEqual(['worker-1']);
  });

  test('deletion takes Machines, machines without any, and containers that nobody knows', async () => {
    const world = new PoolWorld(family, 2);
    await world.pass();
    world.playOthers();
    world.client.remove(Machines, { namespace: 'ns', name: 'worker-2' });
    // The pool gave it away, and it has a container of its own.
    const given = world.machines[0] as KubeObject & { spec?: object };
    world.put({ ...given, metadata: { ...given.metadata, name: 'given', uid: 'uid-given', ownerReferences: [] }, spec: { ...given.spec, providerID: 'docker:////k-given' } });
    world.engine.set('k-given', { labels: { 'io.x-k8s.kind.cluster': 'k', 'io.x-k8s.cluster.namespace': 'ns', 'dev.cluster.x-k8s.io/machine-pool': 'ip' } });
    world.engine.set('k-forgotten', { labels: { 'io.x-k8s.kind.cluster': 'k', 'io.x-k8s.cluster.namespace': 'ns', 'dev.cluster.x-k8s.io/machine-pool': 'ip' } });
    await world.client.delete(families[family].pool, { namespace: 'ns', name: 'ip' });
    await world.pass();
    expect([world.machineNames, world.machines.map(({ metadata }) => metadata.name)]).toEqual([[], ['worker-1', 'given']]);
    world.client.remove(machine, { namespace: 'ns', name: 'worker-1' });
    await world.pass();
    expect([world.pool, [...world.engine.containers.keys()]]).toEqual([undefined, ['k-given']]);
  });

  test('machines whose labels or owner somebody took away are counted nevertheless, and get them back', async () => {
    const world = new PoolWorld(family, 2);
    await world.pass();
    world.playOthers();
    const [first, second] = world.machines;
    world.put({ ...first, metadata: { ...first?.metadata, labels: { mine: 'stays' } } });
    const isPool = ({ kind }: { kind: string }): boolean => kind === families[family].pool.kind;
    world.put({ ...second, metadata: { ...second?.metadata, ownerReferences: second?.metadata.ownerReferences?.filter((owner) => !isPool(owner)) } });
    await world.pass();
    expect(world.machines.map(({ metadata }) => [metadata.name, metadata.labels])).toEqual([
      ['worker-1', { mine: 'stays', ...label, 'cluster.x-k8s.io/pool-name': 'mp' }],
      ['worker-2', { ...label, 'cluster.x-k8s.io/pool-name': 'mp' }],
    ]);
    expect(world.machines.map(({ metadata }) => metadata.ownerReferences?.map(({ kind }) => kind).sort())).toEqual([['Machine', families[family].pool.kind].sort(), ['Machine', families[family].pool.kind].sort()]);
    const writes = world.client.writes.length;
    await world.pass();
    expect(world.client.writes.length).toBe(writes);
  });

  test('instances whose containers the older provider labelled are not lost', async () => {
    const world = new PoolWorld(family, 2);
    await world.pass();
    world.playOthers();
    for (const name of ['k-worker-1', 'k-worker-2']) world.engine.set(name, { labels: { 'io.x-k8s.kind.cluster': 'k', 'docker.cluster.x-k8s.io/machine-pool': 'ip' } });
    await world.pass();
    expect([world.machineNames, world.machines.length]).toEqual([['worker-1', 'worker-2'], 2]);
  });

  test('a Machine that was made anew under the name of one that is to go is not deleted in its place', async () => {
    const world = new PoolWorld(family, 1);
    await world.pass();
    world.playOthers();
    await world.engine.remove('k-worker-1');
    const get = world.client.get.bind(world.client);
    world.client.get = (async (resource: Resource, key: { name: string }) => {
      const found = await get(resource, key);
      return resource.kind === 'Machine' && found ? { ...found, metadata: { ...found.metadata, uid: 'uid-of-before' } } : found;
    }) as typeof world.client.get;
    await world.pass();
    expect(world.machineNames).toEqual(['worker-1']);
  });

  test('an engine that cannot be reached is on the condition', async () => {
    const world = new PoolWorld(family, 1);
    world.engine.failAlways('list', 'Unreachable');
    expect(await world.pass()).toMatchObject({ kind: 'requeueAfter', afterMs: 1000 });
    expect(world.pool?.status?.conditions).toContainEqual(expect.objectContaining({ type: 'ReplicasReady', status: 'False', message: expect.stringContaining('Unreachable') }));
    expect(world.machines).toEqual([]);
  });
});
