/** Which changes of Clusters concern their bindings. Pure. */
import { okToDeleteAnnotation } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';

/** The binding of a Cluster has its name. */
export function clusterToBinding({ metadata: { namespace, name } }: Cluster): readonly ObjectKey[] {
  return [{ namespace, name }];
}

/** The deletion of a Cluster: its beginning, the consent of extensions, its end. */
export function isDeletionStep(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  if (!next) return true;
  const read = (cluster: Cluster | undefined): string => JSON.stringify([cluster?.metadata.deletionTimestamp !== undefined, cluster?.metadata.annotations?.[okToDeleteAnnotation] !== undefined]);
  return next.metadata.deletionTimestamp !== undefined && read(next) !== read(previous);
}
