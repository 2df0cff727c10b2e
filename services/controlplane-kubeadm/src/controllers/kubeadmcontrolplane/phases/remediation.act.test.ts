/** Remediation by the whole controller: what is written, in which order, and what is said. */
import { KubeadmControlPlanes, type KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { ApiError } from '@clusterwright/kube-client';
import { EtcdError } from '../../../ports/etcd-client.ts';
import { aRunningWorld, aWorld, change, conditionsOf, controlPlaneOf, key, provisionInfrastructure, writesOf, type World } from '../control-plane-world.fixtures.ts';

const lastTransitionTime = '2026-11-21T12:00:00Z';
const verdict = (status: 'True' | 'False') => ({ type: 'HealthCheckSucceeded', status, reason: status === 'True' ? 'HealthCheckSucceeded' : 'UnhealthyNode', message: '', lastTransitionTime });
const request = { type: 'OwnerRemediated', status: 'False', reason: 'WaitingForRemediation', message: '', lastTransitionTime } as const;
const oldVerdict = (status: 'True' | 'False') => ({ type: 'HealthCheckSucceeded', status, lastTransitionTime });
const oldRequest = { type: 'OwnerRemediated', status: 'False', severity: 'Warning', reason: 'WaitingForRemediation', lastTransitionTime };

const edit = (world: World, name: string, next: (machine: Machine) => Machine) => change<Machine>(world.client, Machines, { namespace: 'ns', name }, next);
const nameOf = (world: World, index: number): string => world.client.objects(Machines)[index]?.metadata.name ?? '';
const machine = (world: World, name: string) => world.client.objects(Machines).find(({ metadata }) => metadata.name === name);
const said = (world: World, name: string) => conditionsOf(machine(world, name) ?? {})['OwnerRemediated'];
const oldSaid = (world: World, name: string) => machine(world, name)?.status?.deprecated?.v1beta1?.conditions?.find(({ type }) => type === 'OwnerRemediated');

/** What a MachineHealthCheck says about a Machine. */
const complain = (world: World, name: string) =>
  edit(world, name, (object) => ({
    ...object,
    metadata: { ...object.metadata, finalizers: ['machine.cluster.x-k8s.io'] },
    status: { ...object.status, conditions: [...(object.status?.conditions ?? []), verdict('False'), request], deprecated: { v1beta1: { conditions: [...(object.status?.deprecated?.v1beta1?.conditions ?? []), oldVerdict('False'), oldRequest] } } },
  }));

const drained = (world: World, name: string) =>
  edit(world, name, (object) => ({ ...object, status: { ...object.status, conditions: [...(object.status?.conditions ?? []), { type: 'Deleting', status: 'True', reason: 'WaitingForPreTerminateHook', message: '', lastTransitionTime }] } }));

test('an unhealthy Machine of three: noted, leadership moved, deleted, said; then its member leaves and a replacement says whom it replaces', async () => {
  const world = await aRunningWorld(3);
  const name = nameOf(world, 0);
  await complain(world, name);
  world.etcd.calls.length = 0;
  const before = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, before)).toEqual(['patch KubeadmControlPlane ns/cp', `delete Machine ns/${name}`, `patch Machine ns/${name} status`, 'patch KubeadmControlPlane ns/cp status']);
  expect(world.etcd.calls.filter((call) => call.startsWith('moveLeader'))).toHaveLength(1);
  expect(said(world, name)).toBe('False MachineDeleting Machine is deleting');
  expect(oldSaid(world, name)).toMatchObject({ status: 'False', severity: 'Warning', reason: 'RemediationInProgress' });
  const controlPlane = await controlPlaneOf(world);
  const note = JSON.stringify({ machine: name, timestamp: '2026-11-21T12:00:00Z', retryCount: 0 });
  expect(controlPlane.metadata.annotations).toMatchObject({ 'controlplane.cluster.x-k8s.io/remediation-in-progress': note });
  expect(controlPlane.status?.lastRemediation).toEqual({ machine: name, time: '2026-11-21T12:00:00Z', retryCount: 0 });
  expect(conditionsOf(controlPlane)['Remediating']).toBe(`True Remediating * Machine ${name}: Machine is deleting`);

  const second = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, second).filter((write) => write.startsWith('delete') || write === 'patch KubeadmControlPlane ns/cp')).toEqual([]);

  await drained(world, name);
  await world.pass();
  expect(world.etcd.members.map((member) => member.name)).not.toContain(name);
  world.client.remove(Machines, { namespace: 'ns', name });
  await world.pass();
  const replacement = world.client.objects(Machines).at(-1);
  expect(world.client.objects(Machines)).toHaveLength(3);
  expect(replacement?.metadata.annotations).toMatchObject({ 'controlplane.cluster.x-k8s.io/remediation-for': note });
  const after = await controlPlaneOf(world);
  expect(after.metadata.annotations?.['controlplane.cluster.x-k8s.io/remediation-in-progress']).toBeUndefined();
  expect(after.status?.lastRemediation).toMatchObject({ machine: name });
  expect(conditionsOf(after)['Remediating']).toBe('False NotRemediating');
});

test('before the control plane has come up its only Machine is replaced, without etcd', async () => {
  const world = aWorld();
  await provisionInfrastructure(world);
  await world.pass();
  const name = nameOf(world, 0);
  await complain(world, name);
  await world.pass();
  expect(world.etcd.calls).toEqual([]);
  expect(machine(world, name)?.metadata.deletionTimestamp).toBeDefined();
  await drained(world, name);
  await world.pass();
  expect(machine(world, name)?.metadata.annotations?.['pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup']).toBeUndefined();
  world.client.remove(Machines, { namespace: 'ns', name });
  await world.pass();
  expect(world.client.objects(Machines)[0]?.metadata.annotations).toMatchObject({ 'controlplane.cluster.x-k8s.io/remediation-for': JSON.stringify({ machine: name, timestamp: '2026-11-21T12:00:00Z', retryCount: 0 }) });
});

test('a Machine that cannot go says why, once', async () => {
  const world = await aRunningWorld(1);
  const name = nameOf(world, 0);
  await complain(world, name);
  await world.pass();
  expect(said(world, name)).toBe("False CannotBeRemediated KubeadmControlPlane can't remediate if current replicas are less or equal to 1");
  expect(oldSaid(world, name)).toMatchObject({ severity: 'Warning', reason: 'WaitingForRemediation', message: "KubeadmControlPlane can't remediate if current replicas are less or equal to 1" });
  expect(conditionsOf(await controlPlaneOf(world))['Remediating']).toBe(`True Remediating * Machine ${name}: KubeadmControlPlane can't remediate if current replicas are less or equal to 1`);
  const before = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, before)).toEqual([]);
});

test('a replacement that fails at once waits for the retry period, and is looked at when it is over', async () => {
  const world = await aRunningWorld(3, { remediation: { retryPeriodSeconds: 600 } });
  const name = nameOf(world, 2);
  await edit(world, name, (object) => ({ ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, 'controlplane.cluster.x-k8s.io/remediation-for': '{"machine":"old","timestamp":"2026-11-21T11:55:00Z","retryCount":0}' } } }));
  await complain(world, name);
  expect(await world.pass()).toMatchObject({ kind: 'requeueAfter', afterMs: 300_000, reason: 'WaitingForRemediation' });
  expect(said(world, name)).toBe("False RemediationDeferred KubeadmControlPlane can't remediate this machine because the operation already failed in the latest 10m0s (RetryPeriodSeconds)");
});

test('leadership that cannot be moved keeps the Machine and is said', async () => {
  const world = await aRunningWorld(3);
  const name = world.etcd.leader;
  await complain(world, name);
  const refuse = world.etcd.connect.bind(world.etcd);
  world.etcd.connect = async (target, nodeNames) => ({ ...(await refuse(target, nodeNames)), moveLeader: () => Promise.reject(new EtcdError('Refused', 'no')) });
  expect(await world.pass()).toMatchObject({ kind: 'error' });
  expect(machine(world, name)?.metadata.deletionTimestamp).toBeUndefined();
  expect(said(world, name)).toBe('False CannotBeRemediated failed to move etcd leadership');
  expect(oldSaid(world, name)).toMatchObject({ severity: 'Error', reason: 'RemediationFailed', message: 'failed to move etcd leadership' });
  expect((await controlPlaneOf(world)).metadata.annotations?.['controlplane.cluster.x-k8s.io/remediation-in-progress']).toBeUndefined();
});

test('a deletion that is refused is told as an error; the next pass tries again and finds its own note void', async () => {
  const world = await aRunningWorld(3);
  const name = nameOf(world, 1);
  await complain(world, name);
  world.client.failNext('delete', new ApiError('refused', { status: 500, reason: 'InternalError' }), 'Machine');
  expect(await world.pass()).toMatchObject({ kind: 'error' });
  expect(said(world, name)).toBe('False InternalError Please check controller logs for errors');
  expect(oldSaid(world, name)).toMatchObject({ severity: 'Error', reason: 'RemediationFailed', message: 'refused' });
  await world.pass();
  expect(machine(world, name)?.metadata.deletionTimestamp).toBeDefined();
  expect(said(world, name)).toBe('False MachineDeleting Machine is deleting');
});

test('a Machine that is healthy again loses the request, in both APIs', async () => {
  const world = await aRunningWorld(1);
  const name = nameOf(world, 0);
  await complain(world, name);
  const heal = <T extends { type: string }>(list: readonly T[] = [], healthy: T): T[] => list.map((item) => (item.type === 'HealthCheckSucceeded' ? healthy : item));
  await edit(world, name, (object) => ({
    ...object,
    status: { ...object.status, conditions: heal(object.status?.conditions, verdict('True')), deprecated: { v1beta1: { conditions: heal<{ type: string; status: string; lastTransitionTime: string }>(object.status?.deprecated?.v1beta1?.conditions, oldVerdict('True')) } } },
  }));
  const before = world.client.writes.length;
  await world.pass();
  expect(writesOf(world, before)).toEqual([`patch Machine ns/${name} status`]);
  expect(said(world, name)).toBeUndefined();
  expect(oldSaid(world, name)).toBeUndefined();
  expect(conditionsOf(machine(world, name) ?? {})['HealthCheckSucceeded']).toBe('True HealthCheckSucceeded');
});

test('the note of a remediation whose replacement exists goes', async () => {
  const world = await aRunningWorld(1);
  await change<KubeadmControlPlane>(world.client, KubeadmControlPlanes, key, (object) => ({
    ...object,
    metadata: { ...object.metadata, annotations: { 'controlplane.cluster.x-k8s.io/remediation-in-progress': '{"machine":"gone","timestamp":"2026-11-21T11:59:00Z","retryCount":0}' } },
  }));
  await world.pass();
  expect((await controlPlaneOf(world)).metadata.annotations?.['controlplane.cluster.x-k8s.io/remediation-in-progress']).toBeUndefined();
});
