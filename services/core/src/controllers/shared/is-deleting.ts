import type { KubeObject } from '@clusterwright/api';

/** Whether somebody asked for the deletion of an object that is still there. */
export function isDeleting({ metadata }: { readonly metadata: Pick<KubeObject['metadata'], 'deletionTimestamp'> }): boolean {
  return metadata.deletionTimestamp !== undefined;
}
