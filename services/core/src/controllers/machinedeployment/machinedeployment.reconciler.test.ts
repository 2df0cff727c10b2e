import type { MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { TransportError } from '@clusterwright/kube-client';
import type { FakeClient } from '@clusterwright/test-env/client.fake';
import { DevMachineTemplates, FaultyClient, KubeadmConfigTemplates, MachineDeployments, MachineSets, aWorld, counting, dependencies, pass } from '../machineset/machineset.fixtures.ts';
import type { Fault } from '../machineset/machineset.fixtures.ts';
import { aMachineDeployment, aMachineSet, aTemplate } from './machinedeployment.fixtures.ts';
import { machineDeploymentReconciler } from './machinedeployment.reconciler.ts';

const key = { namespace: 'ns', name: 'md' };

async function reconcile(fake: FakeClient, ctx = fakeContext()): Promise<void> {
  const end = await pass({ client: fake, resource: MachineDeployments, reconciler: machineDeploymentReconciler(dependencies(fake)), key, ctx });
  if (end.kind === 'error') throw end.error;
}

const only = <T>(list: readonly T[]): T => {
  if (list.length !== 1) throw new Error(`expected one object, found ${String(list.length)}`);
  return list[0] as T;
};
const theMachineDeployment = (fake: FakeClient): MachineDeployment => only(fake.objects(MachineDeployments));
const complete = { replicas: 3, readyReplicas: 3, availableReplicas: 3, upToDateReplicas: 3, observedGeneration: 1 };

test('a MachineSet of a topology is born with the finalizer of its cleanup, where topologies are on', async () => {
  const labels = { 'topology.cluster.x-k8s.io/owned': '' };
  const finalizersWith = async (...gates: string[]): Promise<string[] | undefined> => {
    const fake = aWorld(aMachineDeployment({ metadata: { labels } }));
    const deps = { ...dependencies(fake), features: parseFeatureGates(gates) };
    await pass({ client: fake, resource: MachineDeployments, reconciler: machineDeploymentReconciler(deps), key });
    return only(fake.objects(MachineSets)).metadata.finalizers;
  };
  expect(await finalizersWith('ClusterTopology=true')).toEqual(['cluster.x-k8s.io/machineset', 'machineset.topology.cluster.x-k8s.io']);
  expect(await finalizersWith()).toEqual(['cluster.x-k8s.io/machineset']);
});

describe('the first pass', () => {
  test('owns the templates, creates a MachineSet, and reports: five requests', async () => {
    const fake = aWorld();
    const ctx = fakeContext();
    await reconcile(fake, ctx);
    const machineSet = only(fake.objects(MachineSets));
    expect(machineSet).toMatchObject({ metadata: { name: 'md-x0001', finalizers: ['cluster.x-k8s.io/machineset'], managedFields: [{ manager: 'capi-machinedeployment', operation: 'Apply' }] }, spec: { replicas: 3 } });
    expect(theMachineDeployment(fake).metadata).toMatchObject({
      labels: { 'cluster.x-k8s.io/cluster-name': 'c' },
      annotations: { 'machinedeployment.clusters.x-k8s.io/revision': '1' },
      ownerReferences: [{ kind: 'Cluster', name: 'c', uid: 'uid-c' }],
    });
    for (const resource of [KubeadmConfigTemplates, DevMachineTemplates]) expect(only(fake.objects(resource)).metadata.ownerReferences).toEqual([{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'c', uid: 'uid-c' }]);
    expect(ctx.recordedEvents).toEqual([{ type: 'Normal', object: 'MachineDeployment/md', reason: 'SuccessfulCreate', message: 'Created MachineSet ns/md-x0001 with 3 replicas' }]);
    expect(fake.writes.length).toBe(5);
    await reconcile(fake);
    expect(fake.writes.length).toBe(5);
  });

  test('waits for a template that is missing, and says so', async () => {
    const fake = aWorld().remove(DevMachineTemplates, { namespace: 'ns', name: 'md' });
    await reconcile(fake);
    expect(fake.objects(MachineSets)).toEqual([]);
    expect(theMachineDeployment(fake).status?.conditions?.find(({ type }) => type === 'ScalingUp')?.message).toBe('Scaling up from 0 to 3 replicas is blocked because DevMachineTemplate does not exist');
  });

  test('a refused MachineSet is an event and an error', async () => {
    const fake = aWorld();
    const faulty = new FaultyClient(fake, 3, 'refused');
    const ctx = fakeContext();
    expect(await pass({ client: faulty.client, resource: MachineDeployments, reconciler: machineDeploymentReconciler(dependencies(faulty.client)), key, ctx })).toMatchObject({ kind: 'error' });
    expect(ctx.recordedEvents).toMatchObject([{ type: 'Warning', reason: 'FailedCreate', message: 'Failed to create MachineSet ns/md-x0001: machinesets "md-x0001" is forbidden' }]);
  });
});

describe('no fault makes a second MachineSet', () => {
  const faults: readonly Fault[] = ['refused', 'lost', 'unanswered', 'killedBefore', 'killedAfter'];
  test.each(faults)('%s, at any write', async (fault) => {
    for (let at = 1; at <= 20; at++) {
      const fake = aWorld(aMachineDeployment());
      const faulty = new FaultyClient(fake, at, fault);
      let client = faulty.client;
      let reconciler = machineDeploymentReconciler(dependencies(client, counting('x')));
      for (let round = 0; round < 5; round++) {
        await pass({ client, resource: MachineDeployments, reconciler, key });
        if (faulty.isDead && client !== fake) {
          client = fake;
          reconciler = machineDeploymentReconciler(dependencies(fake, counting('y')));
        }
        // The watch is late: two more tries are made without knowing what the first one did.
        if (round === 2) faulty.catchUp();
        expect({ at, machineSets: fake.objects(MachineSets).length <= 1 }).toEqual({ at, machineSets: true });
      }
      expect({ at, machineSets: fake.objects(MachineSets).length }).toEqual({ at, machineSets: 1 });
      if (!faulty.happened) return;
    }
    throw new Error('the fault never came late enough: more writes than expected');
  });
});

describe('a rollout', () => {
  test('creates a MachineSet of the next revision, and announces each change of scale', async () => {
    const old = aMachineSet({ metadata: { annotations: { 'machinedeployment.clusters.x-k8s.io/revision': '1' } }, status: complete });
    const fake = aWorld(old, aMachineDeployment({ spec: { template: aTemplate({ version: 'v1.37.0' }) } }));
    const ctx = fakeContext();
    await reconcile(fake, ctx);
    const [, current] = fake.objects<MachineSet>(MachineSets);
    expect(current).toMatchObject({ metadata: { annotations: { 'machinedeployment.clusters.x-k8s.io/revision': '2' } }, spec: { replicas: 1, template: { spec: { version: 'v1.37.0' } } } });
    if (!current) throw new Error('no current MachineSet');
    const available: MachineSet = { ...current, status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, upToDateReplicas: 1, observedGeneration: 1 } };
    fake.put(available);
    await reconcile(fake, ctx);
    expect(fake.objects<MachineSet>(MachineSets).map(({ spec }) => spec.replicas)).toEqual([2, 1]);
    expect(ctx.recordedEvents.map(({ reason, message }) => [reason, message])).toEqual([
      ['SuccessfulCreate', 'Created MachineSet ns/md-x0001 with 1 replicas'],
      ['SuccessfulScale', 'Scaled down MachineSet md-old: 3 -> 2'],
    ]);
    expect(theMachineDeployment(fake).metadata.annotations).toEqual({ 'machinedeployment.clusters.x-k8s.io/revision': '2' });
  });

  test('deletes old MachineSets when it is complete, once they know that they are empty', async () => {
    const empty = (name: string, observedGeneration: number): MachineSet => aMachineSet({ metadata: { name, generation: 2 }, spec: { replicas: 0, template: aTemplate({ version: 'v0' }) }, status: { replicas: 0, observedGeneration } });
    const fake = aWorld(aMachineSet({ status: complete }), empty('md-empty', 2), empty('md-busy', 1));
    const ctx = fakeContext();
    await reconcile(fake, ctx);
    expect(fake.objects(MachineSets).filter(({ metadata }) => metadata.deletionTimestamp).map(({ metadata }) => metadata.name)).toEqual(['md-empty']);
    expect(ctx.recordedEvents).toMatchObject([{ reason: 'SuccessfulDelete', message: 'Deleted MachineSet "md-empty"' }]);
  });

  test('keeps old MachineSets while a new Machine is not available', async () => {
    const fake = aWorld(aMachineSet({ status: { ...complete, availableReplicas: 2 } }), aMachineSet({ metadata: { name: 'md-empty' }, spec: { replicas: 0, template: aTemplate({ version: 'v0' }) }, status: { replicas: 0, observedGeneration: 1 } }));
    await reconcile(fake);
    expect(fake.objects(MachineSets).every(({ metadata }) => metadata.deletionTimestamp === undefined)).toBe(true);
  });

  test('is announced to itself where only time starts it', async () => {
    const fake = aWorld(aMachineSet({ status: complete }), aMachineDeployment({ metadata: { finalizers: ['cluster.x-k8s.io/machinedeployment'] }, spec: { rollout: { after: '2026-11-21T12:30:00Z' } } }));
    expect(await pass({ client: fake, resource: MachineDeployments, reconciler: machineDeploymentReconciler(dependencies(fake)), key })).toEqual({ kind: 'requeueAfter', afterMs: 30 * 60_000, reason: 'WaitingForRolloutAfter' });
  });
});

test('under OnDelete old MachineSets may not create Machines', async () => {
  const machineDeployment = aMachineDeployment({ spec: { rollout: { strategy: { type: 'OnDelete' } }, template: aTemplate({ version: 'v1.37.0' }) } });
  const fake = aWorld(aMachineSet({ status: complete }), machineDeployment);
  await reconcile(fake);
  expect(fake.objects<MachineSet>(MachineSets).map(({ metadata, spec }) => [metadata.annotations?.['cluster.x-k8s.io/disable-machine-create'], spec.replicas])).toEqual([['true', 3], ['false', 0]]);
});

test('paused: replicas follow, but no MachineSet of the new template is created', async () => {
  const fake = aWorld(aMachineSet({ status: complete }), aMachineDeployment({ metadata: { annotations: { 'machinedeployment.clusters.x-k8s.io/revision': '5' } }, spec: { paused: true, replicas: 5, template: aTemplate({ version: 'v1.37.0' }) } }));
  await reconcile(fake);
  expect(only(fake.objects<MachineSet>(MachineSets)).spec.replicas).toBe(5);
  expect(theMachineDeployment(fake).metadata.annotations?.['machinedeployment.clusters.x-k8s.io/revision']).toBe('5');
});

test('a MachineSet without controller is adopted by the selector', async () => {
  const fake = aWorld(aMachineSet({ metadata: { ownerReferences: [] }, status: complete }));
  const ctx = fakeContext();
  await reconcile(fake, ctx);
  expect(only(fake.objects(MachineSets)).metadata.ownerReferences).toMatchObject([{ kind: 'MachineDeployment', name: 'md', controller: true }]);
  expect(ctx.recordedEvents).toMatchObject([{ reason: 'SuccessfulAdopt', message: 'Adopted MachineSet "md-old"' }]);
});

test.each([
  { name: 'a MachineDeployment that stays', why: 'its MachineSet would be counted by nobody until something else happens', isLeaving: false },
  { name: 'a MachineDeployment that goes', why: 'its MachineSet would stay for ever', isLeaving: true },
])('$name tries again to adopt ($why)', async ({ isLeaving }) => {
  const fake = aWorld(aMachineSet({ metadata: { ownerReferences: [] }, status: complete }));
  if (isLeaving) await fake.delete(MachineDeployments, key);
  fake.failNext('patch', new TransportError('connection reset'), 'MachineSet');
  const reconciler = machineDeploymentReconciler(dependencies(fake));
  expect(await pass({ client: fake, resource: MachineDeployments, reconciler, key })).toMatchObject({ kind: 'error', retry: true, error: { message: 'connection reset' } });
  expect(theMachineDeployment(fake).metadata.name).toBe('md');
  await pass({ client: fake, resource: MachineDeployments, reconciler, key });
  const adopted = fake.objects(MachineSets).find(({ metadata }) => metadata.name === 'md-old');
  expect(adopted?.metadata).toMatchObject({ ownerReferences: [{ kind: 'MachineDeployment', name: 'md', controller: true }], ...(isLeaving ? { deletionTimestamp: expect.any(String) } : {}) });
});

test('an empty selector is refused: it would match everything', async () => {
  const fake = aWorld(aMachineDeployment({ metadata: { finalizers: ['cluster.x-k8s.io/machinedeployment'] }, spec: { selector: {} } }));
  expect(await pass({ client: fake, resource: MachineDeployments, reconciler: machineDeploymentReconciler(dependencies(fake)), key })).toMatchObject({ kind: 'error', retry: false });
  expect(fake.writes).toEqual([]);
});

test('deletion waits for MachineSets, then lets the MachineDeployment go', async () => {
  const fake = aWorld(aMachineSet({ status: complete }));
  await reconcile(fake);
  await fake.delete(MachineDeployments, key);
  await reconcile(fake);
  const machineSet = only(fake.objects(MachineSets));
  expect(machineSet.metadata.deletionTimestamp).toBeDefined();
  expect(theMachineDeployment(fake).status?.conditions?.find(({ type }) => type === 'Deleting')).toMatchObject({ status: 'True', message: 'Deleting 1 MachineSets' });
  fake.remove(MachineSets, machineSet.metadata);
  await reconcile(fake);
  expect(fake.objects(MachineDeployments)).toEqual([]);
});
