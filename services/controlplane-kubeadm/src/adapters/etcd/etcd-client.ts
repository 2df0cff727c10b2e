import {
  AlarmRequest,
  AlarmResponse,
  AlarmType,
  MemberListRequest,
  MemberListResponse,
  MemberRemoveRequest,
  MemberRemoveResponse,
  MoveLeaderRequest,
  MoveLeaderResponse,
  StatusRequest,
  StatusResponse,
  type MessageFns,
} from '@clusterwright/provider-kit/etcd/generated/etcd/v3/rpc';
import type { EtcdAlarm, EtcdClient } from '../../ports/etcd-client.ts';
import type { GrpcChannel } from './grpc-unary.ts';

const alarmNames = { [AlarmType.NOSPACE]: 'NOSPACE', [AlarmType.CORRUPT]: 'CORRUPT' } as const;

/** Asks the member at the other end of a channel how it is, and gives a client of it. Errors: `EtcdError`. */
export async function createEtcdClient(channel: GrpcChannel, callTimeoutMs: number): Promise<EtcdClient> {
  const call = async <Request, Response>(path: string, request: [MessageFns<Request>, Request], response: MessageFns<Response>): Promise<Response> => {
    const [codec, message] = request;
    return response.decode(await channel.unary({ path, request: codec.encode(message).finish(), timeoutMs: callTimeoutMs }));
  };
  const status = await call('/etcdserverpb.Maintenance/Status', [StatusRequest, {}], StatusResponse);

  return {
    leaderID: status.leader,
    async members() {
      const { members } = await call('/etcdserverpb.Cluster/MemberList', [MemberListRequest, { linearizable: true }], MemberListResponse);
      return members.map(({ ID, name, isLearner }) => ({ id: ID, name, isLearner }));
    },
    async alarms() {
      const { alarms } = await call('/etcdserverpb.Maintenance/Alarm', [AlarmRequest, { action: 0, memberID: 0n, alarm: AlarmType.NONE }], AlarmResponse);
      return alarms.flatMap(({ memberID, alarm }): EtcdAlarm[] => (alarm === AlarmType.NONE ? [] : [{ memberID, type: alarmNames[alarm] }]));
    },
    async removeMember(id) {
      await call('/etcdserverpb.Cluster/MemberRemove', [MemberRemoveRequest, { ID: id }], MemberRemoveResponse);
    },
    async moveLeader(to) {
      await call('/etcdserverpb.Maintenance/MoveLeader', [MoveLeaderRequest, { targetID: to }], MoveLeaderResponse);
    },
    close: () => channel.close(),
  };
}
