import type { ObjectKey } from '@clusterwright/api';
import type { Pod } from '@clusterwright/api/kubernetes';
import type { EventSource } from '@clusterwright/controller-runtime';

/** Static Pods of control planes in workload clusters, kept by a watch for each connected cluster. */
export interface ControlPlanePods {
  /** Pods of the namespace kube-system by name, once the first list is there; undefined where the cluster is not connected or does not answer in time. */
  list(cluster: ObjectKey, signal: AbortSignal): Promise<ReadonlyMap<string, Pod> | undefined>;
  /** Wakes keys when a Pod comes, goes, or changes its health. */
  source(toKeys: (cluster: ObjectKey) => readonly ObjectKey[] | Promise<readonly ObjectKey[]>): EventSource;
}
