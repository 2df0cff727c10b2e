import type { ObjectKey } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import type { KubeClient } from '@clusterwright/kube-client';

export interface EtcdMember {
  readonly id: bigint;
  /** Equal to the name of the Node, as kubeadm sets it; empty until the member has started. */
  readonly name: string;
  readonly isLearner: boolean;
}

export interface EtcdAlarm {
  readonly memberID: bigint;
  readonly type: 'NOSPACE' | 'CORRUPT';
}

/** Why etcd could not be asked, or refused. */
export type EtcdFailure = 'Credentials' | 'Connect' | 'Deadline' | 'Refused' | 'Protocol';

/** Talking to etcd failed. `message` is the root cause, fit for a condition; it holds no credentials. */
export class EtcdError extends AppError {
  readonly code = 'Etcd';
  readonly failure: EtcdFailure;

  constructor(failure: EtcdFailure, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.failure = failure;
  }

  static override is(value: unknown): value is EtcdError {
    return AppError.is(value) && value.code === 'Etcd';
  }
}

/** A connection to one member of an etcd cluster. Every call has a deadline and throws `EtcdError`. To be closed after use. */
export interface EtcdClient {
  /** The leader as this member saw it when the connection was made; 0 where it saw none. */
  readonly leaderID: bigint;
  /** All members, by consensus: an answer means that there is quorum. */
  members(): Promise<readonly EtcdMember[]>;
  alarms(): Promise<readonly EtcdAlarm[]>;
  removeMember(id: bigint): Promise<void>;
  /** Only the leader can hand over. */
  moveLeader(to: bigint): Promise<void>;
  close(): void;
}

/** The etcd cluster to talk to: on the control plane Nodes of a workload cluster. */
export interface EtcdTarget {
  readonly cluster: ObjectKey;
  readonly clusterUID: string;
  /** Client of the workload cluster, through which etcd is reached. */
  readonly workloadClient: KubeClient;
  /** The kind of key that the user wants, e.g. `RSA-3072`; undefined where any will do. */
  readonly keyAlgorithm: string | undefined;
}

export interface EtcdConnector {
  /** Connects to the first Node whose member answers. Errors: `EtcdError`, the one of the last Node tried. */
  connect(target: EtcdTarget, nodeNames: readonly string[], signal: AbortSignal): Promise<EtcdClient>;
}
