import type { ConditionDraft } from '@clusterwright/controller-runtime';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { MachineScope } from '../machine.scope.ts';
import { draft } from './condition-draft.status.ts';

const longDeletionMs = 15 * 60_000;
const longDrainMs = 5 * 60_000;

/** Parts of the drain message that tell what holds it up (they are written in drain-message.plan.ts). */
const delayReasons: readonly (readonly [part: string, reason: string])[] = [
  ["cannot evict pod as it would violate the pod's disruption budget.", 'PodDisruptionBudgets'],
  ['deletionTimestamp set, but still not removed from the Node', 'Pods not terminating'],
  ['failed to evict Pod', 'Pod eviction errors'],
  ['waiting for completion', 'Pods not completed yet'],
];

/** Deleting: the step the deletion is at. */
export function deleting({ machine, deletion }: Pick<MachineScope, 'machine' | 'deletion'>): ConditionDraft {
  if (!isDeleting(machine)) return draft('Deleting', 'False', 'NotDeleting');
  return { type: 'Deleting', status: 'True', reason: deletion?.reason ?? 'Deleting', message: deletion?.message ?? 'Deletion started' };
}

/**
 * Stands in for Deleting in the summary Ready (spec MA-24): without details, so that the Machines of a set say the same, and can be counted together.
 */
export function deletingForSummary(machine: Machine, drafts: readonly ConditionDraft[], now: Date): ConditionDraft {
  const current = drafts.find(({ type }) => type === 'Deleting');
  return draft('Deleting', 'True', 'Deleting', current ? summaryMessage(machine, current, now) : 'Machine deletion in progress');
}

function summaryMessage({ metadata, status }: Machine, { reason, message = '' }: ConditionDraft, now: Date): string {
  const ageOf = (time: string | undefined): number => (time === undefined ? 0 : now.getTime() - new Date(time).getTime());
  if (ageOf(metadata.deletionTimestamp) <= longDeletionMs) return `Machine deletion in progress, stage: ${reason}`;
  const lead = `Machine deletion in progress since more than 15m, stage: ${reason}`;
  if (reason !== 'DrainingNode' || ageOf(status?.deletion?.nodeDrainStartTime) <= longDrainMs) return lead;
  const delays = delayReasons.filter(([part]) => message.includes(part)).map(([, delay]) => delay);
  return delays.length > 0 ? `${lead}, delay likely due to ${delays.join(', ')}` : lead;
}
