import type { KubeObject } from '@clusterwright/api';
import {
  MemberListRequest, MemberListResponse, MemberRemoveRequest, MemberRemoveResponse, MoveLeaderRequest, StatusRequest, StatusResponse, AlarmRequest, AlarmResponse,
} from '@clusterwright/provider-kit/etcd/generated/etcd/v3/rpc';
import { startOfTime } from '../store/store.fixtures.ts';
import { answerEtcdCall, type EtcdState } from './etcd-calls.ts';
import { etcdAnnotations, joinAnnotations } from './etcd-membership.ts';
import { GrpcError } from './grpc-framing.ts';

const now = '2026-08-01T10:00:00Z';

/** A cluster of members that joined one after the other. */
function aCluster(...nodes: readonly string[]): EtcdState & { remove(node: string): void } {
  const pods: KubeObject[] = [];
  for (const node of nodes) {
    const annotations = joinAnnotations(pods, { clusterUid: 'cluster-uid', memberUid: `uid-${node}`, now });
    pods.push({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `etcd-${node}`, annotations } });
  }
  return {
    pods: () => pods,
    now: () => startOfTime,
    annotate: (name, annotations) => {
      const pod = pods.find(({ metadata }) => metadata.name === name);
      if (pod) pod.metadata.annotations = { ...pod.metadata.annotations, ...annotations };
    },
    remove: (node) => void pods.splice(pods.findIndex(({ metadata }) => metadata.name === `etcd-${node}`), 1),
  };
}

const list = (state: EtcdState, at: string) => MemberListResponse.decode(answerEtcdCall(state, `etcd-${at}`, '/etcdserverpb.Cluster/MemberList', MemberListRequest.encode({ linearizable: true }).finish()));
const status = (state: EtcdState, at: string) => StatusResponse.decode(answerEtcdCall(state, `etcd-${at}`, '/etcdserverpb.Maintenance/Status', StatusRequest.encode({}).finish()));
const moveLeader = (state: EtcdState, at: string, targetID: bigint) => answerEtcdCall(state, `etcd-${at}`, '/etcdserverpb.Maintenance/MoveLeader', MoveLeaderRequest.encode({ targetID }).finish());
const remove = (state: EtcdState, at: string, ID: bigint) => MemberRemoveResponse.decode(answerEtcdCall(state, `etcd-${at}`, '/etcdserverpb.Cluster/MemberRemove', MemberRemoveRequest.encode({ ID }).finish()));
const idOf = (state: EtcdState, node: string): bigint => list(state, node).members.find(({ name }) => name === node)?.ID ?? 0n;

/** gRPC status of a call that fails; undefined where it does not. */
function statusOf(run: () => unknown): number | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof GrpcError ? error.status : -1;
  }
}

test('members are named by their nodes, and every answer names cluster and member', () => {
  const state = aCluster('a', 'b', 'c');
  const { header, members } = list(state, 'b');
  expect(members.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(header?.memberId).toBe(members[1]?.ID);
  expect(header?.clusterId).toBe(status(state, 'a').header?.clusterId);
});

test('ids are those of before a restart', () => {
  const before = list(aCluster('a', 'b'), 'a');
  const after = list(aCluster('b', 'a'), 'a');
  expect(after.header?.clusterId).toBe(before.header?.clusterId);
  expect(after.members.map(({ ID }) => ID).toSorted()).toEqual(before.members.map(({ ID }) => ID).toSorted());
});

test('the first member leads until leadership is moved, by the leader only', () => {
  const state = aCluster('a', 'b', 'c');
  expect(status(state, 'c').leader).toBe(idOf(state, 'a'));
  expect(statusOf(() => moveLeader(state, 'b', idOf(state, 'c')))).toBe(9);
  expect(statusOf(() => moveLeader(state, 'a', 42n))).toBe(9);
  moveLeader(state, 'a', idOf(state, 'c'));
  expect(status(state, 'a').leader).toBe(idOf(state, 'c'));
  moveLeader(state, 'c', idOf(state, 'b'));
  expect(status(state, 'a').leader).toBe(idOf(state, 'b'));
});

test('a removed member is gone for the others and does not answer any more', () => {
  const state = aCluster('a', 'b', 'c');
  const removedId = idOf(state, 'b');
  expect(remove(state, 'a', removedId).members.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(statusOf(() => remove(state, 'a', removedId))).toBe(5);
  expect(statusOf(() => list(state, 'b'))).toBe(14);
  expect(state.pods()[1]?.metadata.annotations).toHaveProperty([etcdAnnotations.memberRemoved], '');
});

test('where the leader vanishes, another member leads', () => {
  const state = aCluster('a', 'b');
  state.remove('a');
  expect(status(state, 'b').leader).toBe(idOf(state, 'b'));
});

test('no alarms; other calls are not implemented; broken messages are refused', () => {
  const state = aCluster('a');
  expect(AlarmResponse.decode(answerEtcdCall(state, 'etcd-a', '/etcdserverpb.Maintenance/Alarm', AlarmRequest.encode({ action: 0, memberID: 0n, alarm: 0 }).finish())).alarms).toEqual([]);
  expect(statusOf(() => answerEtcdCall(state, 'etcd-a', '/etcdserverpb.KV/Range', new Uint8Array()))).toBe(12);
  expect(statusOf(() => answerEtcdCall(state, 'etcd-a', '/etcdserverpb.Maintenance/MoveLeader', Uint8Array.from([8])))).not.toBeUndefined();
});

test('annotations that somebody has broken do not break the answer', () => {
  const state = aCluster('a');
  state.annotate('etcd-a', { [etcdAnnotations.clusterId]: 'not a number', [etcdAnnotations.leaderFrom]: 'never' });
  expect(status(state, 'a')).toMatchObject({ leader: idOf(state, 'a'), header: { clusterId: 0n } });
});
