import type { ObjectKey } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { DevClusters } from '@clusterwright/api/infrastructure/v1beta2';

/** The DevCluster a Cluster refers to. */
export function clusterToDevCluster({ metadata: { namespace }, spec: { infrastructureRef } }: Cluster): ObjectKey[] {
  return infrastructureRef?.kind === DevClusters.kind && infrastructureRef.apiGroup === DevClusters.group ? [{ namespace, name: infrastructureRef.name }] : [];
}

/** Of a Cluster only pausing, and its appearance, matter here. */
export function pausedChanged(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  return next !== undefined && (!previous || (next.spec.paused === true) !== (previous.spec.paused === true));
}
