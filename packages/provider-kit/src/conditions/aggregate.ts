import { machineControlPlaneLabel } from '@clusterwright/api';
import { InvariantError } from '@clusterwright/api/errors';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { aggregateMessage, type OwnedCondition } from './aggregate-message.ts';
import {
  genericReasons,
  groupByPriority,
  mergedStatus,
  notYetReported,
  priorityByPolarity,
  topPriority,
  type ConditionedObject,
  type ConditionState,
  type MergeGroups,
  type MergePriority,
  type MergeReasons,
} from './merge-strategy.ts';

export interface AggregateInput<Type extends string, Reason extends string> {
  /** Type of the condition to make. */
  readonly target: Type;
  /** At least one object. */
  readonly objects: readonly ConditionedObject[];
  /** Type read from every object; a missing one counts as unknown. */
  readonly type: string;
  /** True is an issue; then the condition made is of negative polarity too. */
  readonly negative?: boolean | undefined;
  /** Polarity of the condition made, where it differs from `negative`. */
  readonly positiveTarget?: boolean | undefined;
  readonly reasons?: MergeReasons<Reason> | ((groups: MergeGroups) => Reason) | undefined;
  /** In place of polarity. */
  readonly priorityOf?: ((condition: ConditionState) => MergePriority) | undefined;
}

/** Merges the same condition of many objects into one (COND-03). Guarantees: at most three messages, those of control plane Machines first. */
export function aggregate<Type extends string, Reason extends string = string>(input: AggregateInput<Type, Reason>): ConditionDraft<Type, Reason> {
  if (input.objects.length === 0) throw new InvariantError(`aggregate ${input.target} has no objects to merge`);
  const priorityOf = input.priorityOf ?? priorityByPolarity(input.negative ? [input.type] : []);
  const conditions = input.objects.map((object) => conditionOfObject(object, input.type)).sort((a, b) => compareTimes(a.lastTransitionTime, b.lastTransitionTime));
  const groups = groupByPriority(conditions, priorityOf);
  const priority = topPriority(groups);
  return {
    type: input.target,
    status: mergedStatus(priority, input.positiveTarget ?? !input.negative),
    reason: reasonOf(input, groups, priority),
    message: aggregateMessage(groups, priorityOf),
  };
}

function conditionOfObject(object: ConditionedObject, type: string): OwnedCondition {
  const { kind, metadata } = object;
  const owner = { kind, name: metadata.name, isControlPlaneMachine: kind === 'Machine' && metadata.labels?.[machineControlPlaneLabel] !== undefined };
  const condition = object.status?.conditions?.find((candidate) => candidate.type === type);
  const missing = { type, status: 'Unknown', reason: notYetReported, message: `Condition ${type} not yet reported` } as const;
  return { ...(condition ?? missing), owner };
}

function compareTimes(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function reasonOf<Reason extends string>({ reasons }: AggregateInput<string, Reason>, groups: MergeGroups, priority: MergePriority): Reason {
  if (typeof reasons === 'function') return reasons(groups);
  // Callers that give no reasons leave Reason at string.
  return reasons?.[priority] ?? (genericReasons[priority] as Reason);
}
