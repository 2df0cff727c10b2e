import type { Node } from '@clusterwright/api/kubernetes';
import type { ObjectKey } from '@clusterwright/api';
import type { KubeClient } from '@clusterwright/kube-client';
import type { EventSource } from '@clusterwright/controller-runtime';

/** A live connection to the API server of one workload cluster, shared by every controller of the process. */
export interface WorkloadCluster {
  /** Uncached client, 10 s budget a request. */
  readonly client: KubeClient;
  /** All Nodes, from a watch cache that is filled before the connection counts as connected. Empty where the process does not cache Nodes. */
  readonly nodes: NodeCache;
}

export interface NodeCache {
  get(name: string): Node | undefined;
  list(): readonly Node[];
  byProviderID(providerID: string): readonly Node[];
  /** Takes the response of a write at once, so the next pass sees it. */
  remember(node: Node): void;
  /** Takes note that an own delete ended the Node at once. */
  forget(node: Node): void;
}

/** What is known of the connection; never a wait: connecting happens in the background (spec CCACHE-01). */
export type WorkloadConnection =
  | { readonly kind: 'connected'; readonly cluster: WorkloadCluster; readonly probe: ProbeState }
  | { readonly kind: 'disconnected'; readonly reason: string; readonly probe: ProbeState };

export interface ProbeState {
  readonly lastSuccessTime: Date | undefined;
  /** Since the last success; 0 when healthy. Failed tries to connect count as well, at most one per 30 s. */
  readonly consecutiveFailures: number;
}

export interface ConnectionSourceOptions {
  /** Wake as well when no probe has succeeded for this long, once after each last success. */
  readonly unhealthyAfterMs?: number | undefined;
}

type Keys = readonly ObjectKey[] | Promise<readonly ObjectKey[]>;

/**
 * Connections to workload clusters: one per Cluster, made in the background once `status.initialization.infrastructureProvisioned` is true and the Secret
 * `<cluster>-kubeconfig` exists, probed by `GET /` every 10 s, dropped after 5 failures or at once when unauthorized, retried after 30 s or when the kubeconfig
 * changes; a cluster that never answered is tried every second at first.
 */
export interface WorkloadClusters {
  get(cluster: ObjectKey): WorkloadConnection;
  /** Wakes the keys that `toKeys` gives for a Cluster, when it connects or disconnects. */
  connectionSource(toKeys: (cluster: ObjectKey) => Keys, options?: ConnectionSourceOptions): EventSource;
  /** Wakes keys on changes of a workload Node. `previous` is set on updates; `next` is undefined on deletion. */
  nodeSource(toKeys: (cluster: ObjectKey, next: Node | undefined, previous: Node | undefined) => Keys): EventSource;
}
