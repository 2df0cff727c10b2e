import { ApiError } from '@clusterwright/kube-client/errors';
import { DaemonSets, Nodes, Pods } from '@clusterwright/api/kubernetes';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { NodeDeletionTries } from '../../shared/node-deletion-tries.ts';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { aMachine, aNode, aPod, aRunningMachine, aScope, connectedTo, disconnected, external, found, noFeatures, provisionedInfra } from '../machine.fixtures.ts';
import type { MachineScope } from '../machine.scope.ts';
import { deletion } from './deletion.act.ts';

const peers = { controlPlane: found(external('KubeadmControlPlane')), activeMachines: 1 };
const infra = external('DevMachine', provisionedInfra);
const config = external('KubeadmConfig');
const going = (annotations: Record<string, string> = {}, change: Parameters<typeof aRunningMachine>[0] = {}): Machine => aRunningMachine({ ...change, metadata: { ...aMachine().metadata, deletionTimestamp: '2026-11-21T11:59:00Z', annotations } });

/** One pass of the deletion against a management cluster and a workload cluster in memory. */
async function pass({ machine = going(), workload = new FakeClient({ objects: [aNode()] }), management = new FakeClient({ objects: [infra, config] }), ...change }: Partial<MachineScope> & { machine?: Machine; workload?: FakeClient; management?: FakeClient } = {}) {
  const ctx = fakeContext();
  const scope = aScope({ machine, peers, connection: connectedTo(workload, workload.objects(Nodes)), infraMachine: found(infra), bootstrapConfig: found(config), ...change });
  const result = await deletion({ client: management, features: noFeatures, nodeDeletionTries: new NodeDeletionTries() })(scope, ctx);
  if (!('outcome' in result)) throw new Error('the phase observed nothing');
  return { ...result, ctx, workload, management, observed: result.observed };
}

const evictions = (workload: FakeClient) => workload.calls.filter(({ verb }) => verb === 'createSubresource').map(({ key }) => key);
const deletions = (client: FakeClient) => client.calls.filter(({ verb }) => verb === 'delete').map(({ kind, key }) => `${kind} ${key}`);

test('a pre-drain hook holds everything up', async () => {
  const hook = 'pre-drain.delete.hook.machine.cluster.x-k8s.io/backup';
  const { outcome, observed, workload, management } = await pass({ machine: going({ [hook]: '' }) });
  expect(outcome).toMatchObject({ kind: 'wait', reason: 'WaitingForPreDrainHook' });
  expect(observed.deletion).toMatchObject({ reason: 'WaitingForPreDrainHook', message: `Waiting for pre-drain hooks to succeed (hooks: ${hook})`, v1beta1: [{ type: 'PreDrainDeleteHookSucceeded', status: 'False', reason: 'WaitingExternalHook', severity: 'Info' }] });
  expect(observed.machine?.status?.deletion).toEqual({ waitForPreDrainHookStartTime: '2026-11-21T12:00:00Z' });
  expect([...workload.writes, ...management.writes]).toEqual([]);
});

test('a Node with Pods is cordoned, its Pods are evicted, and the deletion waits for them', async () => {
  const daemonSet = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'ds', namespace: 'apps' } };
  const ofDaemonSet = aPod('agent', { metadata: { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'ds', uid: 'u', controller: true }] } });
  const workload = new FakeClient({ objects: [aNode(), aPod('web'), ofDaemonSet, aPod('static', { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } }), aPod('elsewhere', { spec: { nodeName: 'other' } }), daemonSet] });
  const { outcome, observed, management } = await pass({ workload });
  expect(outcome).toMatchObject({ kind: 'requeue', afterMs: 20_000 });
  expect(workload.objects(Nodes)[0]?.spec?.unschedulable).toBe(true);
  expect(evictions(workload)).toEqual(['apps/web']);
  expect(observed.deletion).toMatchObject({ reason: 'DrainingNode', message: 'Drain not completed yet (started at 2026-11-21T12:00:00Z):\n* Pod apps/web: deletionTimestamp set, but still not removed from the Node' });
  expect(management.writes).toEqual([]);
  expect(workload.objects(DaemonSets)).toHaveLength(1);
});

test('a budget that refuses an eviction is named, and asked again later', async () => {
  const workload = new FakeClient({ objects: [aNode(), aPod('web')] });
  workload.failNext('createSubresource', new ApiError("Cannot evict pod as it would violate the pod's disruption budget.", { status: 429, reason: 'TooManyRequests', details: { causes: [{ message: 'The disruption budget web needs 1 healthy pods and has 1 currently' }] } }));
  const { outcome, observed } = await pass({ workload });
  expect(outcome).toMatchObject({ kind: 'requeue', reason: 'DrainingNode' });
  expect(observed.deletion?.message).toContain("* Pod apps/web: cannot evict pod as it would violate the pod's disruption budget. The disruption budget web needs 1 healthy pods and has 1 currently");
  expect(workload.objects(Pods)).toHaveLength(1);
});

test('a drained Node is followed by the pre-terminate hook', async () => {
  const hook = 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup';
  const { observed, ctx } = await pass({ machine: going({ [hook]: '' }) });
  expect(observed.deletion).toMatchObject({ reason: 'WaitingForPreTerminateHook', message: `Waiting for pre-terminate hooks to succeed (hooks: ${hook})` });
  expect(observed.deletion?.v1beta1.map(({ type, status }) => `${type} ${status}`)).toEqual(['PreTerminateDeleteHookSucceeded False', 'VolumeDetachSucceeded True', 'DrainingSucceeded True', 'PreDrainDeleteHookSucceeded True']);
  expect(ctx.recordedEvents.map(({ reason }) => reason)).toEqual(['SuccessfulDrainNode', 'NodeVolumesDetached']);
});

test('volumes that are attached hold the instance', async () => {
  const node = aNode({ status: { volumesAttached: [{ name: 'kubernetes.io/csi/d^1', devicePath: '' }] } });
  const volume = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pv' }, spec: { csi: { driver: 'd', volumeHandle: '1' }, claimRef: { kind: 'PersistentVolumeClaim', namespace: 'apps', name: 'data' } } };
  const { outcome, observed, management } = await pass({ workload: new FakeClient({ objects: [node, volume] }) });
  expect(outcome).toMatchObject({ kind: 'requeue', reason: 'WaitingForVolumeDetach', afterMs: 20_000 });
  expect(observed.deletion).toMatchObject({ reason: 'WaitingForVolumeDetach', message: 'Waiting for Node volumes to be detached (started at 2026-11-21T12:00:00Z)\n* PersistentVolumeClaims: apps/data' });
  expect(management.writes).toEqual([]);
});

test('the instance is deleted next, and waited for', async () => {
  const finalized = { ...infra, metadata: { ...infra.metadata, finalizers: ['f'] } };
  const management = new FakeClient({ objects: [finalized, config] });
  const { outcome, observed } = await pass({ management, infraMachine: found(finalized) });
  expect(outcome).toMatchObject({ kind: 'wait', reason: 'WaitingForInfrastructureDeletion' });
  expect(observed.deletion).toMatchObject({ reason: 'WaitingForInfrastructureDeletion', message: 'Waiting for DevMachine to be deleted' });
  expect(deletions(management)).toEqual(['DevMachine default/m']);
});

test('an instance that is going is only waited for, without draining again', async () => {
  const workload = new FakeClient({ objects: [aNode(), aPod('web')] });
  const { observed, management } = await pass({ workload, infraMachine: found(external('DevMachine', { metadata: { deletionTimestamp: '2026-11-21T11:59:30Z' } })) });
  expect(observed.deletion?.reason).toBe('WaitingForInfrastructureDeletion');
  expect([...management.writes, ...workload.writes]).toEqual([]);
});

test('without the instance, config and Node follow, and the deletion is complete', async () => {
  const { outcome, observed, workload, management } = await pass({ infraMachine: { kind: 'notFound' } });
  expect(outcome).toEqual({ kind: 'done' });
  expect(observed.deletion).toMatchObject({ reason: 'DeletionCompleted', message: 'Deletion completed' });
  expect(deletions(management)).toEqual(['KubeadmConfig default/m']);
  expect(deletions(workload)).toEqual(['Node n']);
});

test('a config that cannot be deleted says so', async () => {
  const management = new FakeClient({ objects: [infra, config] }).failNext('delete', new Error('boom'));
  await expect(pass({ management, infraMachine: { kind: 'notFound' } })).rejects.toMatchObject({ code: 'MachineDeletion', message: 'boom', progress: { reason: 'InternalError', message: 'Failed to delete KubeadmConfig, please check controller logs for errors' } });
});

const failed = { kind: 'failed', error: new Error('boom') } as const;
const preTerminate = { 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/kcp-cleanup': '' };

const unreadable: { name: string; why: string; change: Parameters<typeof pass>[0] }[] = [
  { name: 'the instance, before the drain', why: 'a drain that is skipped once is skipped for good behind a pre-terminate hook', change: { infraMachine: failed, machine: going(preTerminate) } },
  { name: 'the instance, in a cluster that goes', why: 'it may be running', change: { infraMachine: failed, peers: { ...peers, activeMachines: 0 } } },
  { name: 'the config, after the instance', why: 'the Node goes last', change: { infraMachine: { kind: 'notFound' }, bootstrapConfig: failed } },
];

test.each(unreadable)('what cannot be read is neither skipped nor waited for: $name ($why)', async ({ change }) => {
  const workload = new FakeClient({ objects: [aNode(), aPod('web')] });
  const management = new FakeClient({ objects: [infra, config] });
  await expect(pass({ workload, management, ...change })).rejects.toMatchObject({
    code: 'MachineDeletion',
    retry: 'backoff',
    message: 'boom',
    machine: { status: expect.not.objectContaining({ deletion: expect.anything() }) },
    progress: { reason: 'InternalError', message: 'Please check controller logs for errors' },
  });
  expect([...management.writes, ...workload.writes]).toEqual([]);
});

test('an instance that cannot be read is no reason to forget who waits at the pre-terminate hook', async () => {
  const waiting = going(preTerminate, { status: { deletion: { waitForPreTerminateHookStartTime: '2026-11-21T11:59:30Z' } } });
  const { observed } = await pass({ infraMachine: failed, machine: waiting });
  expect(observed.deletion).toMatchObject({ reason: 'WaitingForPreTerminateHook' });
});

test('a drain that cannot reach the cluster still starts its clock', async () => {
  await expect(pass({ connection: disconnected })).rejects.toMatchObject({
    code: 'MachineDeletion',
    message: 'failed to drain Node n: connection to the workload cluster is down',
    machine: { status: { deletion: { nodeDrainStartTime: '2026-11-21T12:00:00Z' } } },
    progress: { reason: 'DrainingNode', message: 'Error draining Node, please check controller logs for errors' },
  });
});

test('where the whole cluster goes, nobody touches Nodes', async () => {
  const workload = new FakeClient({ objects: [aNode(), aPod('web')] });
  const { outcome } = await pass({ workload, peers: { ...peers, activeMachines: 0 }, infraMachine: { kind: 'notFound' } });
  expect(outcome).toEqual({ kind: 'done' });
  expect(workload.calls).toEqual([]);
});
