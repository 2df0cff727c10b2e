import type { Resource } from '@clusterwright/api';
import type { Machine, MachineSet } from '@clusterwright/api/core/v1beta2';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { TransportError } from '@clusterwright/kube-client';
import type { FakeClient } from '@clusterwright/test-env/client.fake';
import { aCluster } from '../machinedeployment/machinedeployment.fixtures.ts';
import { DevMachines, FaultyClient, KubeadmConfigTemplates, KubeadmConfigs, MachineSets, Machines, aMachineSetOf, aWorld, anObject, counting, dependencies, pass } from './machineset.fixtures.ts';
import type { Fault } from './machineset.fixtures.ts';
import { machineSetReconciler } from './machineset.reconciler.ts';

const key = { namespace: 'ns', name: 'md-old' };
const made: readonly Resource[] = [KubeadmConfigs, DevMachines, Machines];
const names = (fake: FakeClient) => Object.fromEntries(made.map((resource) => [resource.kind, fake.objects(resource).map(({ metadata }) => metadata.name).sort()]));
const status = (fake: FakeClient) => fake.objects(MachineSets)[0]?.status;

async function reconcile(fake: FakeClient, ctx = fakeContext()): Promise<void> {
  const end = await pass({ client: fake, resource: MachineSets, reconciler: machineSetReconciler(dependencies(fake)), key, ctx });
  if (end.kind === 'error') throw end.error;
}

describe('creating Machines', () => {
  test('each has a bootstrap config and an infrastructure machine of its name: three requests, and one for status', async () => {
    const fake = aWorld(aMachineSetOf({ spec: { replicas: 2 } }));
    const ctx = fakeContext();
    await reconcile(fake, ctx);
    const replicas = ['md-old-x0001', 'md-old-x0002'];
    expect(names(fake)).toEqual({ KubeadmConfig: replicas, DevMachine: replicas, Machine: replicas });
    const templates = 2;
    expect(fake.writes.length).toBe(2 * 3 + templates + 1);
    expect(ctx.recordedEvents.map(({ reason, message }) => `${reason}: ${message}`).sort()).toEqual(['SuccessfulCreate: Created Machine "md-old-x0001"', 'SuccessfulCreate: Created Machine "md-old-x0002"']);
  });

  test('clones carry labels, the template they came from, and the MachineSet as owner; managers are upstream ones', async () => {
    const fake = aWorld(aMachineSetOf({ spec: { replicas: 1 } }));
    await reconcile(fake);
    const [config] = fake.objects(KubeadmConfigs);
    expect(config?.metadata).toMatchObject({
      labels: { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/deployment-name': 'md', 'cluster.x-k8s.io/set-name': 'md-old', 'machine-template-hash': 'md-old' },
      annotations: { 'cluster.x-k8s.io/cloned-from-name': 'md', 'cluster.x-k8s.io/cloned-from-groupkind': 'KubeadmConfigTemplate.bootstrap.cluster.x-k8s.io' },
      ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', name: 'md-old', uid: 'uid-md-old' }],
    });
    expect(config?.['spec']).toEqual({ joinConfiguration: { nodeRegistration: { criSocket: 'x' } } });
    const managers = made.map((resource) => fake.objects(resource)[0]?.metadata.managedFields?.map(({ manager, operation }) => `${manager ?? ''}:${operation ?? ''}`));
    expect(managers).toEqual([['capi-machineset:Apply'], ['capi-machineset:Apply'], ['capi-machineset:Apply']]);
  });

  test('nothing is written where nothing changed', async () => {
    const fake = aWorld(aMachineSetOf());
    await reconcile(fake);
    const before = fake.writes.length;
    await reconcile(fake);
    expect(fake.writes.length).toBe(before);
  });

  test('a missing template is reported, and neither fails the pass nor leaves anything behind', async () => {
    const fake = aWorld(aMachineSetOf()).remove(KubeadmConfigTemplates, { namespace: 'ns', name: 'md' });
    await reconcile(fake);
    expect(names(fake)).toEqual({ KubeadmConfig: [], DevMachine: [], Machine: [] });
    expect(status(fake)?.conditions?.find(({ type }) => type === 'ScalingUp')).toMatchObject({
      status: 'True',
      message: 'Scaling up from 0 to 3 replicas is blocked because:\n* KubeadmConfigTemplate does not exist',
    });
  });

  test('failed preflight checks hold creation back, and say so', async () => {
    const fake = aWorld(aMachineSetOf(), anObject({ group: 'controlplane.cluster.x-k8s.io', version: 'v1beta2', kind: 'KubeadmControlPlane', plural: '', namespaced: true }, 'cp', { spec: { version: 'v1.36.3' } }));
    await reconcile(fake);
    const message = 'KubeadmControlPlane ns/cp is provisioning ("ControlPlaneIsStable" preflight check failed)';
    expect(fake.objects(Machines)).toEqual([]);
    expect(status(fake)?.conditions?.find(({ type }) => type === 'ScalingUp')?.message).toBe(`Scaling up from 0 to 3 replicas is blocked because:\n* ${message}`);
    expect(status(fake)?.deprecated?.v1beta1?.conditions?.find(({ type }) => type === 'MachinesCreated')).toMatchObject({ status: 'False', reason: 'PreflightCheckFailed', severity: 'Error', message });
  });

  test('what the API server refuses is cleaned up, and reported in the older API', async () => {
    const fake = aWorld(aMachineSetOf({ spec: { replicas: 1 } }));
    const faulty = new FaultyClient(fake, 5, 'refused');
    const ctx = fakeContext();
    const end = await pass({ client: faulty.client, resource: MachineSets, reconciler: machineSetReconciler(dependencies(faulty.client)), key, ctx });
    expect(end).toMatchObject({ kind: 'error', error: { code: 'MachineCreation', step: 'MachineCreationFailed' } });
    expect(names(fake)).toEqual({ KubeadmConfig: [], DevMachine: [], Machine: [] });
    expect(ctx.recordedEvents).toEqual([{ type: 'Warning', object: 'MachineSet/md-old', reason: 'FailedCreate', message: 'Failed to create Machine: machines "md-old-x0001" is forbidden' }]);
    expect(status(fake)?.deprecated?.v1beta1?.conditions?.find(({ type }) => type === 'MachinesCreated')).toMatchObject({ reason: 'MachineCreationFailed', message: 'machines "md-old-x0001" is forbidden' });
  });
});

test('the next try uses what was made before a request without answer', async () => {
  const fake = aWorld(aMachineSetOf({ spec: { replicas: 1 } }));
  const faulty = new FaultyClient(fake, 5, 'lost');
  const reconciler = machineSetReconciler(dependencies(faulty.client));
  await pass({ client: faulty.client, resource: MachineSets, reconciler, key });
  expect(names(fake)).toEqual({ KubeadmConfig: ['md-old-x0001'], DevMachine: ['md-old-x0001'], Machine: [] });
  const [before] = fake.objects(DevMachines);
  await pass({ client: faulty.client, resource: MachineSets, reconciler, key });
  expect(names(fake)).toEqual({ KubeadmConfig: ['md-old-x0001'], DevMachine: ['md-old-x0001'], Machine: ['md-old-x0001'] });
  expect(fake.objects(DevMachines)[0]).toBe(before);
});

describe('no fault makes too many Machines, or leaves anything without its Machine', () => {
  const faults: readonly Fault[] = ['refused', 'lost', 'unanswered', 'killedBefore', 'killedAfter'];
  const cases = faults.flatMap((fault) => [false, true].map((lags) => ({ fault, lags }))).filter(({ fault, lags }) => fault === 'unanswered' || !lags);

  test.each(cases)('$fault (cache lags: $lags), at any write', async ({ fault, lags }) => {
    for (let at = 1; at <= 30; at++) {
      const fake = aWorld(aMachineSetOf({ metadata: { finalizers: [] }, spec: { replicas: 2 } }));
      const faulty = new FaultyClient(fake, at, fault);
      let client = faulty.client;
      let reconciler = machineSetReconciler(dependencies(client, counting('x')));
      for (let round = 0; round < 5; round++) {
        await pass({ client, resource: MachineSets, reconciler, key });
        if (faulty.isDead && client !== fake) {
          client = fake;
          reconciler = machineSetReconciler(dependencies(fake, counting('y')));
        }
        // Without a lag the watch tells before the next try.
        if (!lags || round === 2) faulty.catchUp();
        expect({ at, machines: fake.objects(Machines).length <= 2 }).toEqual({ at, machines: true });
      }
      const machines = fake.objects<Machine>(Machines).map(({ metadata }) => metadata.name).sort();
      expect({ at, ...names(fake) }).toEqual({ at, KubeadmConfig: machines, DevMachine: machines, Machine: machines });
      expect(machines.length).toBe(2);
      if (!faulty.happened) return;
    }
    throw new Error('the fault never came late enough: more writes than expected');
  });
});

describe('existing Machines', () => {
  test('too many are deleted by priority, and the rest stays', async () => {
    const fake = aWorld(aMachineSetOf());
    await reconcile(fake);
    const [, second] = fake.objects<Machine>(Machines);
    if (!second) throw new Error('no Machine');
    fake.put({ ...second, metadata: { ...second.metadata, annotations: { 'cluster.x-k8s.io/delete-machine': '' } } });
    const machineSet = fake.objects(MachineSets)[0];
    if (!machineSet) throw new Error('no MachineSet');
    const scaled: MachineSet = { ...machineSet, spec: { ...machineSet.spec, replicas: 2 } };
    fake.put(scaled);
    const ctx = fakeContext();
    await reconcile(fake, ctx);
    expect(fake.objects(Machines).filter(({ metadata }) => metadata.deletionTimestamp).map(({ metadata }) => metadata.name)).toEqual([second.metadata.name]);
    expect(ctx.recordedEvents).toEqual([{ type: 'Normal', object: 'MachineSet/md-old', reason: 'SuccessfulDelete', message: `Deleted Machine "${second.metadata.name}"` }]);
    expect(status(fake)).toMatchObject({ replicas: 3, conditions: expect.arrayContaining([expect.objectContaining({ type: 'ScalingDown', status: 'True', message: 'Scaling down from 3 to 2 replicas' })]) });
  });

  test('changes that need no new Machine reach Machines at once, and what was made for them once they have taken it over', async () => {
    const fake = aWorld(aMachineSetOf({ spec: { replicas: 1 } }));
    await reconcile(fake);
    const machineSet = fake.objects(MachineSets)[0];
    const [machine] = fake.objects(Machines);
    const [config] = fake.objects(KubeadmConfigs);
    if (!machineSet || !machine || !config) throw new Error('incomplete world');
    const { template } = machineSet.spec;
    const changed: MachineSet = { ...machineSet, spec: { ...machineSet.spec, template: { metadata: { labels: { ...template.metadata?.labels, team: 'x' } }, spec: { ...template.spec, minReadySeconds: 9 } } } };
    fake.put(changed);
    await reconcile(fake);
    expect(fake.objects(Machines)[0]).toMatchObject({ metadata: { labels: { team: 'x' } }, spec: { minReadySeconds: 9 } });
    expect(fake.objects(KubeadmConfigs)[0]?.metadata.labels?.['team']).toBeUndefined();

    fake.put({ ...config, metadata: { ...config.metadata, managedFields: [] } });
    await reconcile(fake);
    expect(fake.objects(KubeadmConfigs)[0]?.metadata).toMatchObject({ labels: { team: 'x' }, managedFields: [{ manager: 'capi-machineset-metadata' }] });
  });

  test('a Machine without controller is adopted', async () => {
    const fake = aWorld(aMachineSetOf({ spec: { replicas: 1 } }));
    await reconcile(fake);
    const [machine] = fake.objects(Machines);
    if (!machine) throw new Error('no Machine');
    fake.put({ ...machine, metadata: { ...machine.metadata, ownerReferences: [], managedFields: [] } });
    const ctx = fakeContext();
    await reconcile(fake, ctx);
    expect(fake.objects(Machines).map(({ metadata }) => metadata.ownerReferences)).toEqual([[expect.objectContaining({ kind: 'MachineSet', name: 'md-old', controller: true })]]);
    expect(ctx.recordedEvents).toMatchObject([{ reason: 'SuccessfulAdopt', message: `Adopted Machine "${machine.metadata.name}"` }]);
  });
});

test.each([
  { name: 'a MachineSet that stays', why: 'its Machine would be counted by nobody until something else happens', isLeaving: false },
  { name: 'a MachineSet that goes', why: 'its Machine would stay for ever', isLeaving: true },
])('$name tries again to adopt ($why)', async ({ isLeaving }) => {
  const fake = aWorld(aMachineSetOf({ spec: { replicas: 1 } }));
  await reconcile(fake);
  const [machine] = fake.objects(Machines);
  if (!machine) throw new Error('no Machine');
  fake.put({ ...machine, metadata: { ...machine.metadata, ownerReferences: [], managedFields: [] } });
  if (isLeaving) await fake.delete(MachineSets, key);
  fake.failNext('patch', new TransportError('connection reset'), 'Machine');
  const ctx = fakeContext();
  const reconciler = machineSetReconciler(dependencies(fake, counting('y')));
  expect(await pass({ client: fake, resource: MachineSets, reconciler, key, ctx })).toMatchObject({ kind: 'error', retry: true, error: { message: 'connection reset' } });
  expect(ctx.recordedEvents[0]).toMatchObject({ reason: 'FailedAdopt', message: `Failed to adopt Machine "${machine.metadata.name}": connection reset` });
  expect(fake.objects(MachineSets)).toHaveLength(1);
  await pass({ client: fake, resource: MachineSets, reconciler, key });
  const adopted = fake.objects(Machines).find(({ metadata }) => metadata.name === machine.metadata.name);
  expect(adopted?.metadata).toMatchObject({ ownerReferences: [{ kind: 'MachineSet', name: 'md-old', controller: true }], ...(isLeaving ? { deletionTimestamp: expect.any(String) } : {}) });
});

test('deletion waits for Machines, then lets the MachineSet go', async () => {
  const fake = aWorld(aMachineSetOf());
  await reconcile(fake);
  await fake.delete(MachineSets, key);
  await reconcile(fake);
  expect(fake.objects(Machines).every(({ metadata }) => metadata.deletionTimestamp)).toBe(true);
  expect(status(fake)?.conditions?.find(({ type }) => type === 'Deleting')).toMatchObject({ status: 'True', message: 'Deleting 3 Machines' });
  for (const { metadata } of fake.objects(Machines)) fake.remove(Machines, metadata);
  await reconcile(fake);
  expect(fake.objects(MachineSets)).toEqual([]);
});

test('a stand-alone MachineSet belongs to its Cluster', async () => {
  const fake = aWorld(aCluster(), aMachineSetOf({ metadata: { labels: {}, ownerReferences: [] } }));
  await reconcile(fake);
  const [machineSet] = fake.objects(MachineSets);
  expect(machineSet?.metadata).toMatchObject({ labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [{ kind: 'Cluster', name: 'c', uid: 'uid-c' }] });
});

test('nothing happens without a Cluster, and nothing but the condition while it is paused', async () => {
  const fake = aWorld(aMachineSetOf({ spec: { clusterName: 'other' } }));
  await reconcile(fake);
  expect(fake.writes).toEqual([]);
  const paused = aWorld(aCluster({ spec: { paused: true } }), aMachineSetOf());
  await reconcile(paused);
  expect(paused.objects(Machines)).toEqual([]);
  expect(status(paused)?.conditions).toMatchObject([{ type: 'Paused', status: 'True', message: 'Cluster spec.paused is set to true' }]);
});
