import { FakeWorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters.fake';
import type { KubeClient } from '@clusterwright/kube-client';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import { FakeEtcd } from '../../../ports/etcd-client.fake.ts';
import { EtcdError } from '../../../ports/etcd-client.ts';
import { aCondition, aMember, anEtcdMember, aNode, aScope, healthConditions } from '../kubeadmcontrolplane.fixtures.ts';
import { createEtcdMembership } from './etcd-membership.ts';

const names = ['a', 'b', 'c'];

function aWorld(connected = true) {
  const etcd = new FakeEtcd(names.map((name) => anEtcdMember(name)));
  const clusters = new FakeWorkloadClusters();
  const key = { namespace: 'ns', name: 'c' };
  if (connected) clusters.connect(key, {} as KubeClient, names.map((name) => aNode(name)));
  const machines = names.map((name) => aMember(name, { metadata: { creationTimestamp: `2026-11-21T10:0${names.indexOf(name)}:00Z` } }));
  const health = { machines, drafts: new Map(), conditions: [], v1beta1Conditions: [], etcd: { members: etcd.members, alarms: [], leader: anEtcdMember('a') }, membersMatchMachines: true, blockedBy: undefined };
  const scope = aScope({ machines, health, connection: clusters.get(key) });
  const [first] = machines;
  if (!first) throw new Error('no machine');
  return { etcd, scope, first, membership: createEtcdMembership(etcd), ctx: fakeContext() };
}

test('a member is removed through the others', async () => {
  const { etcd, scope, membership, ctx } = aWorld();
  await membership.remove(scope, anEtcdMember('c'), ctx);
  expect(etcd.calls).toEqual(['connect a,b', 'members', 'removeMember c', 'close']);
});

test('a member that has left is success', async () => {
  const { etcd, scope, membership, ctx } = aWorld();
  await membership.remove(scope, anEtcdMember('x'), ctx);
  expect(etcd.calls).toEqual(['connect a,b,c', 'members', 'close']);
});

test('the last member is never removed', async () => {
  const { etcd, scope, membership, ctx } = aWorld();
  etcd.members = [anEtcdMember('a')];
  await expect(membership.remove(scope, anEtcdMember('a'), ctx)).rejects.toMatchObject({ code: 'Etcd', failure: 'Refused', message: 'cannot remove the last etcd member in the cluster' });
  expect(etcd.calls).not.toContain('removeMember a');
});

test('leadership moves from the leader to the newest other Machine', async () => {
  const { etcd, scope, first, membership, ctx } = aWorld();
  await membership.forwardLeadership(scope, first, ctx);
  expect(etcd.calls).toEqual(['connect a', 'members', 'moveLeader c', 'close']);
});

test('where the first candidate refuses, the next is asked', async () => {
  const { etcd, scope, first, membership, ctx } = aWorld();
  etcd.failNext('moveLeader', new EtcdError('Refused', 'no'));
  await membership.forwardLeadership(scope, first, ctx);
  expect(etcd.leader).toBe('b');
});

test('a Machine that does not lead has nothing to hand over', async () => {
  const { etcd, scope, membership, ctx } = aWorld();
  await membership.forwardLeadership(scope, aMember('b'), ctx);
  await membership.forwardLeadership(scope, aMember('x', { nodeName: '' }), ctx);
  expect(etcd.calls).toEqual([]);
});

test('a leader that lost the lead meanwhile has nothing to hand over', async () => {
  const { etcd, scope, first, membership, ctx } = aWorld();
  etcd.leader = 'b';
  await membership.forwardLeadership(scope, first, ctx);
  expect(etcd.calls).toEqual(['connect a', 'members', 'close']);
});

test('a broken leader that cannot be reached is left to an election', async () => {
  const { etcd, scope, membership, ctx } = aWorld();
  etcd.failNext('connect');
  await membership.forwardLeadership(scope, aMember('a', { conditions: [aCondition('HealthCheckSucceeded', 'False')] }), ctx);
  expect(etcd.calls).toEqual(['connect a']);
});

test('a working leader that cannot be reached stays', async () => {
  const { etcd, scope, first, membership, ctx } = aWorld();
  etcd.failNext('connect');
  await expect(membership.forwardLeadership(scope, first, ctx)).rejects.toMatchObject({ code: 'Etcd', failure: 'Connect' });
});

test('members are asked in the order of their health', async () => {
  const { etcd, scope, membership, ctx } = aWorld();
  const machines = [aMember('a', { deleting: true }), aMember('b', { conditions: healthConditions({ EtcdMemberHealthy: 'False' }) }), aMember('c')];
  await membership.remove({ ...scope, machines }, anEtcdMember('x'), ctx);
  expect(etcd.calls[0]).toBe('connect c,b,a');
});

const failures = [
  { name: 'nobody else', why: 'a leader needs a successor', edit: (world: ReturnType<typeof aWorld>) => ({ ...world.scope, machines: world.scope.machines.slice(0, 1) }), want: 'unable to move etcd leadership, no candidate machines for etcd leadership found' },
  { name: 'no leader known', why: 'nobody can tell whether it matters', edit: (world: ReturnType<typeof aWorld>) => ({ ...world.scope, health: undefined }), want: 'unable to move etcd leadership, failed to detect etcd leader' },
];
test.each(failures)('forwarding fails: $name ($why)', async ({ edit, want }) => {
  const world = aWorld();
  await expect(world.membership.forwardLeadership(edit(world), world.first, world.ctx)).rejects.toMatchObject({ code: 'Etcd', message: want });
});

test('without connection nothing is tried', async () => {
  const { etcd, scope, membership, ctx } = aWorld(false);
  await expect(membership.remove(scope, anEtcdMember('c'), ctx)).rejects.toMatchObject({ code: 'Etcd', failure: 'Connect' });
  expect(etcd.calls).toEqual([]);
});
