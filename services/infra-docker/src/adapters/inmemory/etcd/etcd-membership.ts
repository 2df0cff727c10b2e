import { createHash } from 'node:crypto';
import type { KubeObject } from '@clusterwright/api';

/** The annotations of etcd Pods that hold the simulated etcd's state; they are upstream's. */
export const etcdAnnotations = {
  clusterId: 'etcd.inmemory.infrastructure.cluster.x-k8s.io/cluster-id',
  memberId: 'etcd.inmemory.infrastructure.cluster.x-k8s.io/member-id',
  /** Since when the member leads; the latest one leads. */
  leaderFrom: 'etcd.inmemory.infrastructure.cluster.x-k8s.io/leader-from',
  /** Set on members that were removed from the cluster while their Pod still runs. */
  memberRemoved: 'etcd.inmemory.infrastructure.cluster.x-k8s.io/member-removed',
} as const;

export interface EtcdMember {
  readonly podName: string;
  /** The name by which etcd knows the member: its node. */
  readonly name: string;
  readonly id: bigint;
  readonly isLeader: boolean;
}

/** The etcd cluster that a set of etcd Pods forms. Removed members are not part of it. */
export interface EtcdCluster {
  readonly clusterId: bigint;
  readonly members: readonly EtcdMember[];
  readonly removed: ReadonlySet<string>;
}

/** Reads the cluster from its Pods. Where no member has led, or the leader is gone, the first member leads, as after an election. */
export function readEtcdCluster(pods: readonly KubeObject[]): EtcdCluster {
  const alive = pods.filter((pod) => annotation(pod, 'memberRemoved') === undefined && annotation(pod, 'memberId') !== undefined);
  const leader = alive.reduce<KubeObject | undefined>((best, pod) => (best && leaderSince(best) >= leaderSince(pod) ? best : pod), undefined);
  return {
    clusterId: idOf(alive[0], 'clusterId'),
    members: alive.map((pod) => ({ podName: pod.metadata.name, name: memberName(pod.metadata.name), id: idOf(pod, 'memberId'), isLeader: pod === leader })),
    removed: new Set(pods.filter((pod) => annotation(pod, 'memberRemoved') !== undefined).map((pod) => pod.metadata.name)),
  };
}

export interface NewMember {
  readonly clusterUid: string;
  readonly memberUid: string;
  readonly now: string;
}

/** The annotations of a member that joins the cluster of the given Pods; the first one leads. */
export function joinAnnotations(pods: readonly KubeObject[], { clusterUid, memberUid, now }: NewMember): Record<string, string> {
  const { clusterId, members } = readEtcdCluster(pods);
  return {
    [etcdAnnotations.clusterId]: String(members.length > 0 ? clusterId : stableId(clusterUid)),
    [etcdAnnotations.memberId]: String(stableId(memberUid)),
    ...(members.length === 0 && { [etcdAnnotations.leaderFrom]: now }),
  };
}

/** A time for `leader-from` that is later than every other member's, whatever the clock's precision. */
export function leadershipTime(pods: readonly KubeObject[], now: Date): string {
  const latest = Math.max(now.getTime(), ...pods.map((pod) => leaderSince(pod) + 1000));
  return new Date(Math.ceil(latest / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

function memberName(podName: string): string {
  return podName.replace(/^etcd-/, '');
}

function annotation({ metadata }: KubeObject, key: keyof typeof etcdAnnotations): string | undefined {
  return metadata.annotations?.[etcdAnnotations[key]];
}

function leaderSince(pod: KubeObject): number {
  return Date.parse(annotation(pod, 'leaderFrom') ?? '') || 0;
}

/** Annotations can be edited by anybody with access; an unreadable id counts as none. */
function idOf(pod: KubeObject | undefined, key: 'clusterId' | 'memberId'): bigint {
  const text = pod && annotation(pod, key);
  return text !== undefined && /^\d{1,20}$/.test(text) ? BigInt.asUintN(64, BigInt(text)) : 0n;
}

/** A uint64 that is never zero, since zero means "none" on the wire. */
function stableId(seed: string): bigint {
  return createHash('sha256').update(seed).digest().readBigUInt64BE() || 1n;
}
