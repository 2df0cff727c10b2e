import type { KubeObject } from '@clusterwright/api';
import {
  AlarmRequest, AlarmResponse, MemberListRequest, MemberListResponse, MemberRemoveRequest, MemberRemoveResponse,
  MoveLeaderRequest, MoveLeaderResponse, StatusRequest, StatusResponse, type Member, type ResponseHeader,
} from '@clusterwright/provider-kit/etcd/generated/etcd/v3/rpc';
import { etcdAnnotations, leadershipTime, readEtcdCluster, type EtcdCluster, type EtcdMember } from './etcd-membership.ts';
import { GrpcError, grpcStatus } from './grpc-framing.ts';

/** The etcd Pods of the cluster, which are all the state there is. */
export interface EtcdState {
  pods(): readonly KubeObject[];
  annotate(podName: string, annotations: Readonly<Record<string, string>>): void;
  readonly now: () => Date;
}

/** One call as the member that received it sees it. */
interface Call {
  readonly state: EtcdState;
  readonly cluster: EtcdCluster;
  readonly self: EtcdMember;
}

type Answer = (call: Call, message: Uint8Array) => Uint8Array;

const term = 1n;
const revision = 1n;
const etcdVersion = '3.6.0';

/** The calls this etcd implements, by gRPC path. */
const calls: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['/etcdserverpb.Cluster/MemberList', memberList],
  ['/etcdserverpb.Cluster/MemberRemove', memberRemove],
  ['/etcdserverpb.Maintenance/Alarm', alarm],
  ['/etcdserverpb.Maintenance/Status', status],
  ['/etcdserverpb.Maintenance/MoveLeader', moveLeader],
]);

/** Answers one call to the member of a Pod. Errors: `GrpcError` with etcd's own codes and messages where etcd has them. */
export function answerEtcdCall(state: EtcdState, podName: string, path: string, message: Uint8Array): Uint8Array {
  const answer = calls.get(path);
  if (!answer) throw new GrpcError(grpcStatus.unimplemented, `unknown method ${path}`);
  const cluster = readEtcdCluster(state.pods());
  const self = cluster.members.find((member) => member.podName === podName);
  if (!self) throw new GrpcError(grpcStatus.unavailable, cluster.removed.has(podName) ? 'etcdserver: the member has been permanently removed from the cluster' : 'etcdserver: server stopped');
  return answer({ state, cluster, self }, message);
}

function header({ cluster, self }: Call): ResponseHeader {
  return { clusterId: cluster.clusterId, memberId: self.id, revision, raftTerm: term };
}

function toWire({ id, name }: EtcdMember): Member {
  return { ID: id, name, peerURLs: [], clientURLs: [], isLearner: false };
}

function memberList(call: Call, message: Uint8Array): Uint8Array {
  MemberListRequest.decode(message);
  return MemberListResponse.encode({ header: header(call), members: call.cluster.members.map(toWire) }).finish();
}

function memberRemove(call: Call, message: Uint8Array): Uint8Array {
  const { ID } = MemberRemoveRequest.decode(message);
  const removed = call.cluster.members.find((member) => member.id === ID);
  if (!removed) throw new GrpcError(grpcStatus.notFound, 'etcdserver: member not found');
  call.state.annotate(removed.podName, { [etcdAnnotations.memberRemoved]: '' });
  const members = call.cluster.members.filter((member) => member !== removed).map(toWire);
  return MemberRemoveResponse.encode({ header: header(call), members }).finish();
}

/** No alarm is ever raised here: there is no disk to fill. */
function alarm(call: Call, message: Uint8Array): Uint8Array {
  AlarmRequest.decode(message);
  return AlarmResponse.encode({ header: header(call), alarms: [] }).finish();
}

function status(call: Call, message: Uint8Array): Uint8Array {
  StatusRequest.decode(message);
  const leader = call.cluster.members.find((member) => member.isLeader)?.id ?? 0n;
  return StatusResponse.encode({
    header: header(call), leader, version: etcdVersion, storageVersion: '3.6.0', raftTerm: term, raftIndex: revision, raftAppliedIndex: revision,
    dbSize: 0n, dbSizeInUse: 0n, dbSizeQuota: 0n, errors: [], isLearner: false, downgradeInfo: undefined,
  }).finish();
}

function moveLeader(call: Call, message: Uint8Array): Uint8Array {
  const { targetID } = MoveLeaderRequest.decode(message);
  if (!call.self.isLeader) throw new GrpcError(grpcStatus.failedPrecondition, 'etcdserver: not leader');
  const target = call.cluster.members.find((member) => member.id === targetID);
  if (!target) throw new GrpcError(grpcStatus.failedPrecondition, 'etcdserver: bad leader transferee');
  if (!target.isLeader) call.state.annotate(target.podName, { [etcdAnnotations.leaderFrom]: leadershipTime(call.state.pods(), call.state.now()) });
  return MoveLeaderResponse.encode({ header: header(call) }).finish();
}
