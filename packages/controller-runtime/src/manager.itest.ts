import { randomUUID } from 'node:crypto';
import type { Condition, KubeObject, Resource } from '@clusterwright/api';
import { createKubeClient, isConflict } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { createTestNamespace, eventually, testControlPlane } from '@clusterwright/test-env';
import { createManager, done, waitFor } from '@clusterwright/controller-runtime';
import type { Phase, RunnableManager } from '@clusterwright/controller-runtime';
import { createLog } from './service/pino-log.ts';

interface Machine extends KubeObject {
  spec: { clusterName: string; bootstrap: object; infrastructureRef: object; providerID?: string };
  status?: { conditions?: Condition[]; phase?: string; observedGeneration?: number };
}
const machines: Resource<Machine> = { group: 'cluster.x-k8s.io', version: 'v1beta2', kind: 'Machine', plural: 'machines', namespaced: true };
const finalizer = 'test.clusterwright.dev/machine';

const aMachine = (namespace: string, name: string): Machine => ({
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'Machine',
  metadata: { name, namespace },
  spec: { clusterName: 'c', bootstrap: { dataSecretName: 'd' }, infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name } },
});

interface World {
  client: KubeClient;
  namespace: string;
  manager: RunnableManager;
  requests: string[];
  stop: () => Promise<void>;
}

interface Behaviour {
  apply?: Phase<{ machine: Machine }>[];
  cleanup?: Phase<{ machine: Machine }>[];
}

async function start({ apply = [() => done], cleanup = [() => done] }: Behaviour): Promise<World> {
  const controlPlane = await testControlPlane();
  const namespace = await createTestNamespace(controlPlane);
  const stop = new AbortController();
  const requests: string[] = [];
  const client = createKubeClient({ ...loadConnection(controlPlane.kubeconfig), fieldManager: 'kubectl' });
  const live = createKubeClient({ ...loadConnection(controlPlane.kubeconfig), onRequest: ({ method, code }) => void requests.push(`${method} ${code}`) });
  const manager = createManager({ live, log: createLog({ write: () => undefined }), component: 'test', signal: stop.signal, namespace });
  manager.addController<Machine, { machine: Machine }>({
    for: machines,
    concurrency: 4,
    rbac: [],
    reconciler: {
      name: `machine-${randomUUID()}`,
      finalizer,
      ownedConditions: ['Ready'],
      gather: (machine) => ({ machine }),
      apply,
      cleanup,
      report: (_scope, { deleting, errors, outcomes }) => ({
        status: { phase: deleting ? 'Deleting' : errors.length > 0 ? 'Failed' : 'Running' },
        conditions: [{ type: 'Ready', status: outcomes.length > 0 ? 'False' : 'True', reason: outcomes.map((outcome) => (outcome.kind === 'done' ? '' : outcome.reason))[0] ?? 'Ready' }],
      }),
    },
  });
  await manager.synced();
  const leading = manager.lead(stop.signal);
  return {
    client,
    namespace,
    manager,
    requests,
    stop: async () => {
      stop.abort();
      await leading;
      await Promise.all([client.close(), live.close()]);
    },
  };
}

const writes = (requests: readonly string[]): string[] => requests.filter((request) => !request.startsWith('GET'));

describe('a controller on a real API server', () => {
  let world: World;
  afterEach(() => world.stop());

  test('adds its finalizer before any phase, reports once, and writes nothing more once settled', async () => {
    const seen: Machine['metadata'][] = [];
    world = await start({ apply: [({ machine }) => (seen.push(machine.metadata), done)] });
    const { client, namespace, requests } = world;
    await client.create(machines, aMachine(namespace, 'm'));
    const machine = await eventually(async () => {
      const found = await client.get(machines, { namespace, name: 'm' });
      expect(found.status?.conditions?.map(({ type, status, reason }) => `${type}=${status}/${reason}`)).toEqual(['Ready=True/Ready', 'Paused=False/NotPaused']);
      return found;
    });
    expect(machine.metadata.finalizers).toContain(finalizer);
    expect(seen[0]?.finalizers).toContain(finalizer);
    expect(machine.status?.observedGeneration).toBe(1);
    expect(writes(requests)).toEqual(['PATCH 200', 'PATCH 200']);
    await client.patch(machines, { namespace, name: 'm' }, { type: 'merge', body: { metadata: { annotations: { nudge: '1' } } } });
    await eventually(() => expect(seen.at(-1)?.annotations).toEqual({ nudge: '1' }));
    expect(writes(requests)).toHaveLength(2);
  });

  test('keeps the finalizer while cleanup waits or fails, and removes it when cleanup is done', async () => {
    let step: 'wait' | 'fail' | 'finish' = 'wait';
    const cleanup: Phase<{ machine: Machine }> = () => {
      if (step === 'fail') throw new Error('infrastructure does not answer');
      return step === 'wait' ? waitFor('Draining') : done;
    };
    world = await start({ cleanup: [cleanup] });
    const { client, namespace } = world;
    const key = { namespace, name: 'm' };
    const nudge = (): Promise<unknown> => client.patch(machines, key, { type: 'merge', body: { metadata: { annotations: { nudge: randomUUID() } } } });
    await client.create(machines, aMachine(namespace, 'm'));
    await eventually(async () => expect((await client.get(machines, key)).metadata.finalizers).toContain(finalizer));
    await client.delete(machines, key);
    await eventually(async () => expect((await client.get(machines, key)).status?.conditions?.[0]?.reason).toBe('Draining'));
    step = 'fail';
    await nudge();
    await eventually(async () => expect((await client.get(machines, key)).status?.phase).toBe('Deleting'));
    expect((await client.get(machines, key)).metadata.finalizers).toEqual([finalizer]);
    step = 'finish';
    await nudge();
    await eventually(() => expect(client.get(machines, key)).rejects.toMatchObject({ status: 404, reason: 'NotFound' }));
  });

  test('does nothing but say so while the object is paused', async () => {
    let passes = 0;
    world = await start({ apply: [() => ((passes += 1), done)] });
    const { client, namespace } = world;
    const paused = aMachine(namespace, 'm');
    await client.create(machines, { ...paused, metadata: { ...paused.metadata, annotations: { 'cluster.x-k8s.io/paused': '' } } });
    await eventually(async () => {
      const { status } = await client.get(machines, { namespace, name: 'm' });
      expect(status?.conditions).toMatchObject([{ type: 'Paused', status: 'True', reason: 'Paused', message: 'Machine has the cluster.x-k8s.io/paused annotation' }]);
    });
    expect(passes).toBe(0);
  });

  test('reads its own writes at once, and sees what others write through the watch', async () => {
    world = await start({});
    const { client, manager, namespace } = world;
    await manager.client.list(machines);
    await manager.client.create(machines, aMachine(namespace, 'own'));
    expect(await manager.client.get(machines, { namespace, name: 'own' })).toBeDefined();
    await client.create(machines, aMachine(namespace, 'foreign'));
    await eventually(async () => expect(await manager.client.get(machines, { namespace, name: 'foreign' })).toBeDefined());
  });

  test('server-side apply is sent only where it changes something', async () => {
    world = await start({});
    const { manager, namespace, requests } = world;
    const apply = (labels: Record<string, string>): Promise<Machine> =>
      manager.client.apply(machines, { ...aMachine(namespace, 'applied'), metadata: { name: 'applied', namespace, labels } }, { fieldManager: 'capi-machineset' });
    const count = (): number => requests.filter((request) => request.startsWith('PATCH 20')).length;
    await manager.client.list(machines);
    const first = await apply({ a: '1', b: '2' });
    expect(first.metadata.labels).toEqual({ a: '1', b: '2' });
    await eventually(async () => expect((await manager.client.get(machines, { namespace, name: 'applied' }))?.status?.observedGeneration).toBe(1));
    const before = count();
    await apply({ a: '1', b: '2' });
    expect(count()).toBe(before);
    const third = await apply({ a: '1' });
    expect(third.metadata.labels).toEqual({ a: '1' });
    expect(count()).toBeGreaterThan(before);
  });

  test('a stale write with a resourceVersion is a conflict', async () => {
    world = await start({});
    const { client, namespace } = world;
    const created = await client.create(machines, aMachine(namespace, 'm'));
    await client.patch(machines, { namespace, name: 'm' }, { type: 'merge', body: { metadata: { labels: { x: 'y' } } } });
    const stale = client.patch(machines, { namespace, name: 'm' }, { type: 'merge', body: { metadata: { resourceVersion: created.metadata.resourceVersion, labels: { x: 'z' } } } });
    const error = await stale.then(() => undefined, (thrown: unknown) => thrown);
    expect(isConflict(error)).toBe(true);
  });
});
