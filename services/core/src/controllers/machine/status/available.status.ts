import type { Condition } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { findCondition, type ConditionDraft } from '@clusterwright/controller-runtime';
import { draft } from './condition-draft.status.ts';

/** Available: ready for `spec.minReadySeconds` without a break. */
export function available(machine: Machine, ready: ConditionDraft, stored: readonly Condition[], now: Date): ConditionDraft {
  if (ready.status !== 'True') return draft('Available', 'False', 'NotReady');
  return availableInMs(machine, ready, stored, now) > 0 ? draft('Available', 'False', 'WaitingForMinReadySeconds') : draft('Available', 'True', 'Available');
}

/** How long a Machine that is ready has to stay so to become available; 0 or less where it is. */
export function availableInMs({ spec }: Machine, ready: ConditionDraft, stored: readonly Condition[], now: Date): number {
  const previous = findCondition(stored, 'Ready');
  const readySince = previous?.status === ready.status ? new Date(previous.lastTransitionTime).getTime() : now.getTime();
  return readySince + (spec.minReadySeconds ?? 0) * 1000 - now.getTime();
}
