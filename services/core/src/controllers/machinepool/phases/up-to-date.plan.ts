import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { isDeleting } from '../../shared/is-deleting.ts';

/** Condition UpToDate of a Machine of a pool: its provider replaces what is outdated, so that whatever stays is up to date (spec MA-13). */
export function machineUpToDate(machine: Machine): ConditionDraft {
  return isDeleting(machine) ? { type: 'UpToDate', status: 'False', reason: 'NotUpToDate', message: 'Machine is being deleted' } : { type: 'UpToDate', status: 'True', reason: 'UpToDate' };
}
