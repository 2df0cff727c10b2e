/** Passes of the whole controller over an API server in memory: what is written, and what is not. */
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import { KubeadmControlPlanes, type KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import type { UnstructuredObject } from '@clusterwright/api';
import { ApiError } from '@clusterwright/kube-client';
import type { FakeClient } from '@clusterwright/test-env/client.fake';
import { aRunningWorld, aWorld, bringUp, change, conditionsOf, controlPlaneOf, firstWords, key, provisionInfrastructure, writesOf } from './control-plane-world.fixtures.ts';

const DevMachines = { group: 'infrastructure.cluster.x-k8s.io', version: 'v1beta2', kind: 'DevMachine', plural: 'devmachines', namespaced: true };

test('while the infrastructure is not ready only the template is owned and the state is told', async () => {
  const world = aWorld();
  expect(await world.pass()).toEqual({ kind: 'success' });
  expect(writesOf(world, 0)).toEqual(['patch KubeadmControlPlane ns/cp', 'patch DevMachineTemplate ns/t', 'patch KubeadmControlPlane ns/cp status']);
  expect(conditionsOf(await controlPlaneOf(world))).toMatchObject({
    Available: 'False NotAvailable Control plane not yet initialized',
    EtcdClusterHealthy: 'Unknown InspectionFailed Waiting for Cluster status.infrastructureReady to be true',
    ScalingUp: 'True ScalingUp Scaling up from 0 to 1 replicas',
    MachinesReady: 'True NoReplicas',
    Paused: 'False NotPaused',
  });
});

test('the first Machine: five Secrets, three objects, one status, and nothing when nothing happens', async () => {
  const world = aWorld();
  await world.pass();
  await provisionInfrastructure(world);
  const before = world.client.writes.length;
  expect(await world.pass()).toEqual({ kind: 'success' });

  const [machine] = world.client.objects(Machines);
  const name = machine?.metadata.name ?? '';
  expect(name).toBe('cp-bbbbb');
  expect(writesOf(world, before).sort()).toEqual(
    [
      'create Secret ns/c-ca',
      'create Secret ns/c-etcd',
      'create Secret ns/c-kubeconfig',
      'create Secret ns/c-proxy',
      'create Secret ns/c-sa',
      `apply DevMachine ns/${name}`,
      `apply KubeadmConfig ns/${name}`,
      `apply Machine ns/${name}`,
      'patch KubeadmControlPlane ns/cp status',
    ].sort(),
  );
  expect(world.client.objects(Secrets).every(({ metadata }) => metadata.ownerReferences?.[0]?.controller === true)).toBe(true);
  expect(world.client.objects(KubeadmConfigs)[0]?.spec).toEqual({ clusterConfiguration: { encryptionAlgorithm: 'ECDSA-P256' } });
  expect((await controlPlaneOf(world)).status).toMatchObject({ replicas: 1, version: 'v1.36.3', versions: [{ version: 'v1.36.3', replicas: 1 }] });

  // The Machine's own controller speaks first.
  const second = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, second)).toEqual([]);
  await change<Machine>(world.client, Machines, { namespace: 'ns', name }, (object) => ({ ...object, status: { conditions: [firstWords] } }));
  const third = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, third)).toEqual([`patch Machine ns/${name} status`, 'patch KubeadmControlPlane ns/cp status']);
  const fourth = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, fourth)).toEqual([]);
});

test('one pass after kubeadm init everything is known: initialized, healthy, certificate expiry noted', async () => {
  const world = await aRunningWorld();
  const controlPlane = await controlPlaneOf(world);
  expect(controlPlane.status?.initialization).toEqual({ controlPlaneInitialized: true });
  expect(conditionsOf(controlPlane)).toMatchObject({ Initialized: 'True Initialized', EtcdClusterHealthy: 'True Healthy', ControlPlaneComponentsHealthy: 'True Healthy', Available: 'True Available', CertificatesAvailable: 'True Available' });
  const [machine] = world.client.objects(Machines);
  expect(conditionsOf(machine ?? {})).toEqual({
    Ready: 'Unknown Unknown',
    UpToDate: 'True UpToDate',
    NodeKubeadmLabelsAndTaintsSet: 'True Set',
    APIServerPodHealthy: 'True Running',
    ControllerManagerPodHealthy: 'True Running',
    SchedulerPodHealthy: 'True Running',
    EtcdPodHealthy: 'True Running',
    EtcdMemberHealthy: 'True Healthy',
  });
  expect(world.client.objects(KubeadmConfigs)[0]?.metadata.annotations).toMatchObject({ 'machine.cluster.x-k8s.io/certificates-expiry': '2027-11-21T12:00:00Z' });

  const before = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, before)).toEqual([]);
});

test('others join with joinConfiguration, one after the other', async () => {
  const world = await aRunningWorld(3);
  expect(world.client.objects(Machines)).toHaveLength(3);
  expect(world.client.objects(KubeadmConfigs).map(({ spec }) => spec.joinConfiguration)).toEqual([undefined, { controlPlane: {} }, { controlPlane: {} }]);
  expect(conditionsOf(await controlPlaneOf(world))).toMatchObject({ ScalingUp: 'False NotScalingUp', EtcdClusterHealthy: 'True Healthy' });
});

test('scaling down moves leadership, deletes the oldest Machine, and lets it go once its member has left', async () => {
  const world = await aRunningWorld(3);
  const [oldest] = world.client.objects(Machines);
  const name = oldest?.metadata.name ?? '';
  await change<Machine>(world.client, Machines, { namespace: 'ns', name }, (machine) => ({ ...machine, metadata: { ...machine.metadata, finalizers: ['machine.cluster.x-k8s.io'], creationTimestamp: '2026-11-21T09:00:00Z' } }));
  await change<KubeadmControlPlane>(world.client, KubeadmControlPlanes, key, (controlPlane) => ({ ...controlPlane, spec: { ...controlPlane.spec, replicas: 1 } }));
  world.etcd.calls.length = 0;
  await world.pass();
  expect(world.etcd.calls.filter((call) => call.startsWith('moveLeader'))).toHaveLength(1);
  expect(world.etcd.leader).not.toBe(name);
  expect(world.client.objects(Machines)[0]?.metadata.deletionTimestamp).toBeDefined();
  expect(world.etcd.members).toHaveLength(3);

  await change<Machine>(world.client, Machines, { namespace: 'ns', name }, (machine) => ({
    ...machine,
    status: { ...machine.status, conditions: [...(machine.status?.conditions ?? []), { type: 'Deleting', status: 'True', reason: 'WaitingForPreTerminateHook', message: '', lastTransitionTime: '2026-11-21T12:00:00Z' }] },
  }));
  await world.pass();
  expect(world.etcd.members.map((member) => member.name)).not.toContain(name);
  expect(world.client.objects(Machines)[0]?.metadata.annotations).toEqual({});

  const before = world.client.writes.length;
  await world.pass();
  expect(world.client.objects(Machines).filter(({ metadata }) => metadata.deletionTimestamp)).toHaveLength(1);
  expect(writesOf(world, before).filter((write) => write.includes('delete'))).toEqual([]);
});

test('a new version rolls out: kubeadm’s ConfigMap first, then a new Machine, then the old one goes', async () => {
  const world = await aRunningWorld(1);
  await change<KubeadmControlPlane>(world.client, KubeadmControlPlanes, key, (controlPlane) => ({ ...controlPlane, spec: { ...controlPlane.spec, version: 'v1.37.0' } }));
  await world.pass();
  expect(world.workload.objects({ group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRoleBinding', plural: 'clusterrolebindings', namespaced: false }).map(({ metadata }) => metadata.name)).toEqual(['kubeadm:apiserver-kubelet-client']);
  const [, created] = world.client.objects(Machines);
  expect(created?.spec.version).toBe('v1.37.0');
  expect(conditionsOf(await controlPlaneOf(world))).toMatchObject({ RollingOut: 'True RollingOut Rolling out 1 not up-to-date replicas\n* Version v1.36.3, v1.37.0 required' });

  if (created) await bringUp(world, created);
  await world.pass();
  expect(world.client.objects(Machines)).toHaveLength(1);
  expect(world.client.objects(Machines)[0]?.spec.version).toBe('v1.37.0');
});

test('deletion waits for workers, then deletes all Machines at once without etcd', async () => {
  const world = await aRunningWorld(3);
  const worker: Machine = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: { name: 'w', namespace: 'ns', labels: { 'cluster.x-k8s.io/cluster-name': 'c' } }, spec: { clusterName: 'c', bootstrap: {}, infrastructureRef: { apiGroup: 'x', kind: 'y', name: 'w' } } };
  world.client.put(worker);
  await world.client.delete(KubeadmControlPlanes, key);
  world.etcd.calls.length = 0;
  expect(await world.pass()).toMatchObject({ kind: 'requeueAfter', reason: 'WaitingForWorkersDeletion' });
  expect(conditionsOf(await controlPlaneOf(world))).toMatchObject({
    Deleting: 'True WaitingForWorkersDeletion KubeadmControlPlane deletion blocked because following objects still exist:\n* Machines: w',
    Available: 'False NotAvailable * Control plane metadata.deletionTimestamp is set',
    EtcdClusterHealthy: 'True Healthy',
  });

  world.client.remove(Machines, { namespace: 'ns', name: 'w' });
  await world.pass();
  expect(world.client.objects(Machines)).toHaveLength(0);
  expect(world.etcd.calls).toEqual([]);
  await world.pass();
  expect(world.client.objects(KubeadmControlPlanes)).toHaveLength(0);
});

test('what was made for a Machine is deleted again where the Machine is refused', async () => {
  const world = aWorld();
  await provisionInfrastructure(world);
  world.client.failNext('apply', new ApiError('refused', { status: 422, reason: 'Invalid' }), 'Machine');
  expect(await world.pass()).toMatchObject({ kind: 'error' });
  expect(world.client.objects(DevMachines as never as Parameters<FakeClient['objects']>[0]) as readonly UnstructuredObject[]).toHaveLength(0);
  expect(world.client.objects(KubeadmConfigs)).toHaveLength(0);
  expect(world.ctx.recordedEvents).toEqual([expect.objectContaining({ reason: 'FailedInitialization' })]);
  expect((await controlPlaneOf(world)).status?.deprecated?.v1beta1?.conditions).toContainEqual(expect.objectContaining({ type: 'MachinesCreated', status: 'False', reason: 'MachineGenerationFailed', severity: 'Error' }));
});

const doubts = [
  { name: 'no answer came', why: 'the Machine may exist', fail: ({ client }: ReturnType<typeof aWorld>) => client.failNext('apply', new Error('socket hang up'), 'Machine') },
  { name: 'the server failed', why: 'it may have written all the same', fail: ({ client }: ReturnType<typeof aWorld>) => client.failNext('apply', new ApiError('etcd timed out', { status: 500, reason: 'InternalError' }), 'Machine') },
  {
    name: 'what was made for a refused Machine could not be deleted', why: 'it is of use',
    fail: ({ client }: ReturnType<typeof aWorld>) => client.failNext('apply', new ApiError('refused', { status: 422, reason: 'Invalid' }), 'Machine').failNext('delete', new ApiError('conflict', { status: 409, reason: 'Conflict' }), 'KubeadmConfig'),
  },
];
test.each(doubts)('where $name the next try uses the same name, and nothing is left over ($why)', async ({ fail }) => {
  const world = aWorld();
  await provisionInfrastructure(world);
  fail(world);
  expect(await world.pass()).toMatchObject({ kind: 'error' });
  const [made] = world.client.objects(KubeadmConfigs);
  await world.pass();
  expect(world.client.objects(Machines).map(({ metadata }) => metadata.name)).toEqual([made?.metadata.name]);
  expect(world.client.objects(KubeadmConfigs)).toHaveLength(1);
});

test('certificates lost after initialization are reported and never made again', async () => {
  const world = await aRunningWorld();
  world.client.remove(Secrets, { namespace: 'ns', name: 'c-proxy' });
  const before = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, before)).toEqual(['patch KubeadmControlPlane ns/cp status']);
  expect(conditionsOf(await controlPlaneOf(world))).toMatchObject({ CertificatesAvailable: 'False NotAvailable Cluster certificate for proxy is not available, please check cluster certificate secrets' });
});

test('a Secret of the user is taken as it is', async () => {
  const theirs = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c-sa', namespace: 'ns' }, type: 'Opaque', data: { 'tls.crt': 'Y2VydA==', 'tls.key': 'a2V5' } };
  const world = aWorld({ objects: [theirs] });
  await provisionInfrastructure(world);
  await world.pass();
  const secret = world.client.objects(Secrets).find(({ metadata }) => metadata.name === 'c-sa');
  expect(secret).toMatchObject({ type: 'Opaque', data: theirs.data });
  expect(secret?.metadata.ownerReferences).toBeUndefined();
});

test('certificates that are about to expire roll Machines out, and the control plane says why', async () => {
  const world = await aRunningWorld(1, { rollout: { before: { certificatesExpiryDays: 30 }, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } });
  const name = world.client.objects(Machines)[0]?.metadata.name ?? '';
  const expireAt = (certificatesExpiryDate: string) => change<Machine>(world.client, Machines, { namespace: 'ns', name }, (machine) => ({ ...machine, status: { ...machine.status, certificatesExpiryDate } }));
  await expireAt('2026-12-21T18:00:00Z');
  expect(await world.pass()).toEqual({ kind: 'requeueAfter', afterMs: 6 * 3600 * 1000 + 1000, reason: 'WaitingForRolloutTime' });
  expect(world.client.objects(Machines)).toHaveLength(1);

  await expireAt('2026-12-21T11:59:59Z');
  await world.pass();
  expect(world.client.objects(Machines)).toHaveLength(2);
  expect(conditionsOf(await controlPlaneOf(world))).toMatchObject({ RollingOut: 'True RollingOut Rolling out 1 not up-to-date replicas\n* Certificates will expire soon' });
  expect(conditionsOf(world.client.objects(Machines)[0] ?? {})).toMatchObject({ UpToDate: 'False NotUpToDate * Certificates will expire soon' });
});

test('rollout.after replaces what is older', async () => {
  const world = await aRunningWorld(1, { rollout: { after: '2026-11-21T11:00:00Z', strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } });
  const name = world.client.objects(Machines)[0]?.metadata.name ?? '';
  await change<Machine>(world.client, Machines, { namespace: 'ns', name }, (machine) => ({ ...machine, metadata: { ...machine.metadata, creationTimestamp: '2026-11-21T10:00:00Z' } }));
  await world.pass();
  expect(conditionsOf(await controlPlaneOf(world))).toMatchObject({ RollingOut: 'True RollingOut Rolling out 1 not up-to-date replicas\n* KubeadmControlPlane spec.rolloutAfter expired' });
  const [, replacement] = world.client.objects(Machines);
  if (replacement) await bringUp(world, replacement);
  await world.pass();
  expect(world.client.objects(Machines).map(({ metadata }) => metadata.name)).toEqual([replacement?.metadata.name]);
});
