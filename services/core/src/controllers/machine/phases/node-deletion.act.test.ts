import type { Machine } from '@clusterwright/api/core/v1beta2';
import { Nodes } from '@clusterwright/api/kubernetes';
import { ApiError } from '@clusterwright/kube-client/errors';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { NodeDeletionTries } from '../../shared/node-deletion-tries.ts';
import { aMachine, aNode, aRunningMachine, aScope, connectedTo, disconnected, external, found, noFeatures } from '../machine.fixtures.ts';
import type { MachineScope } from '../machine.scope.ts';
import { deletion } from './deletion.act.ts';

const leaderChanged = new ApiError('etcdserver: leader changed', { status: 500, reason: 'InternalError' });

/** A Machine that has been going for five minutes, and whose instance and config are gone already: only its Node is left. Passes follow one another on one clock; `restart` loses what the process knew. */
function world(timeout: NonNullable<Machine['spec']['deletion']> = { nodeDeletionTimeoutSeconds: 10 }) {
  const machine = aRunningMachine({ metadata: { ...aMachine().metadata, deletionTimestamp: '2026-11-21T11:55:00Z' }, spec: { ...aRunningMachine().spec, deletion: timeout } });
  const workload = new FakeClient({ objects: [aNode()] });
  const ctx = fakeContext();
  const start = () => deletion({ client: new FakeClient(), features: noFeatures, nodeDeletionTries: new NodeDeletionTries() });
  let phase = start();
  const pass = async (connection: MachineScope['connection'] = connectedTo(workload, workload.objects(Nodes))) => {
    const peers = { controlPlane: found(external('KubeadmControlPlane')), activeMachines: 1 };
    const result = await phase(aScope({ machine, peers, connection, infraMachine: { kind: 'notFound' }, bootstrapConfig: { kind: 'notFound' } }), ctx);
    if (!('outcome' in result)) throw new Error('the phase observed nothing');
    return { kind: result.outcome.kind, outcome: result.outcome, deletion: result.observed.deletion };
  };
  return { workload, ctx, pass, nodes: () => workload.objects(Nodes).map(({ metadata }) => metadata.name), restart: () => void (phase = start()) };
}

test('one failed request does not leak the Node of an old deletion', async () => {
  const { workload, ctx, pass, nodes } = world();
  workload.failNext('delete', leaderChanged, 'Node');
  const { outcome, deletion: progress } = await pass();
  expect(outcome).toMatchObject({ kind: 'requeue', reason: 'DeletingNode', afterMs: 2_000 });
  expect(progress).toMatchObject({ reason: 'DeletingNode', message: 'Error deleting Node, please check controller logs for errors' });
  expect(nodes()).toEqual(['n']);
  ctx.clock.advance(2_000);
  expect((await pass()).kind).toBe('done');
  expect(nodes()).toEqual([]);
  expect(ctx.recordedEvents).toEqual([]);
});

test('a connection that comes back after three seconds is enough', async () => {
  const { ctx, pass, nodes } = world();
  for (const afterMs of [0, 2_000]) {
    ctx.clock.advance(afterMs);
    expect((await pass(disconnected)).kind).toBe('requeue');
  }
  ctx.clock.advance(1_000);
  expect((await pass()).kind).toBe('done');
  expect(nodes()).toEqual([]);
});

test('a request that hangs as long as it may is one try, not ten seconds of tries', async () => {
  const { workload, ctx, pass } = world();
  const { live } = workload;
  const hanging = { ...live, delete: async () => (ctx.clock.advance(10_000), Promise.reject(new Error('request timed out'))) };
  const connection = connectedTo(workload);
  expect((await pass({ ...connection, cluster: { ...connection.cluster, client: hanging } })).kind).toBe('requeue');
});

/** Fails every two seconds, until the tries were tried for so long. */
async function failFor({ ctx, pass }: ReturnType<typeof world>, seconds: number): Promise<void> {
  for (let at = 0; at < seconds; at += 2) {
    expect((await pass(disconnected)).kind).toBe('requeue');
    ctx.clock.advance(2_000);
  }
}

test('ten seconds of failures after the timeout let the Machine go, and tell so', async () => {
  const tried = world();
  await failFor(tried, 10);
  const { kind, deletion: progress } = await tried.pass(disconnected);
  expect(kind).toBe('done');
  expect(progress?.v1beta1).toContainEqual({ type: 'NodeHealthy', status: 'False', reason: 'DeletionFailed', severity: 'Warning', message: undefined });
  expect(tried.ctx.recordedEvents).toEqual([{ type: 'Warning', object: 'Machine/m', reason: 'FailedDeleteNode', message: "error deleting Machine's Node: failed deleting Node because connection to the workload cluster is down" }]);
  expect(tried.ctx.log.lines).toContainEqual({ level: 'info', message: 'Node deletion timeout expired, continuing without Node deletion', keys: { Node: 'n', err: 'failed deleting Node because connection to the workload cluster is down' } });
  expect(tried.nodes()).toEqual(['n']);
});

const lasting = [
  { name: 'a timeout that has time left', why: 'it counts from the deletion', timeout: { nodeDeletionTimeoutSeconds: 311 } },
  { name: 'a timeout of 0', why: 'that means for ever', timeout: { nodeDeletionTimeoutSeconds: 0 } },
  { name: 'no timeout', why: 'that means for ever', timeout: {} },
];

test.each(lasting)('$name keeps the Machine, with an error ($why)', async ({ timeout }) => {
  const tried = world(timeout);
  await failFor(tried, 10);
  await expect(tried.pass(disconnected)).rejects.toMatchObject({ code: 'MachineDeletion', message: 'failed deleting Node because connection to the workload cluster is down', progress: { reason: 'DeletingNode', message: 'Error deleting Node, please check controller logs for errors' } });
  expect(tried.ctx.recordedEvents).toHaveLength(1);
});

test('a restart in between gives the Node its ten seconds again, and the Machine still goes', async () => {
  const tried = world();
  await failFor(tried, 8);
  tried.restart();
  await failFor(tried, 10);
  expect((await tried.pass(disconnected)).kind).toBe('done');
});

test('a Node that is gone already needs no second try', async () => {
  const { workload, pass } = world();
  workload.remove(Nodes, { name: 'n' });
  expect((await pass()).kind).toBe('done');
  expect(workload.calls.filter(({ verb }) => verb === 'delete')).toHaveLength(1);
});
