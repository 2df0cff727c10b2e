import type { Machine } from '@clusterwright/api/core/v1beta2';

/** No timeout and a timeout of 0 both mean for ever. */
export function isTimeUp(startTime: string | undefined, timeoutSeconds: number | undefined, now: Date): boolean {
  if (!timeoutSeconds || timeoutSeconds <= 0 || startTime === undefined) return false;
  return now.getTime() - new Date(startTime).getTime() >= timeoutSeconds * 1000;
}

/** Whether to go on without having deleted the Node of a Machine, or the Nodes of a pool with such a template. */
export function isNodeDeletionTimeUp({ metadata, spec }: Pick<Machine, 'metadata' | 'spec'>, now: Date): boolean {
  return isTimeUp(metadata.deletionTimestamp, spec.deletion?.nodeDeletionTimeoutSeconds, now);
}
