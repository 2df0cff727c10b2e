import { InvariantError } from '@clusterwright/api/errors';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { withIndentedMessage } from './message-format.ts';
import {
  genericReasons,
  groupByPriority,
  mergedStatus,
  notYetReported,
  priorityByPolarity,
  topPriority,
  type ConditionState,
  type MergeGroups,
  type MergePriority,
  type MergeReasons,
} from './merge-strategy.ts';

export interface SummaryInput<Type extends string, Reason extends string> {
  /** Type of the condition to make. */
  readonly target: Type;
  /** All conditions of the object: drafts of this pass and those that other controllers wrote. Of several with one type the first counts. */
  readonly conditions: readonly ConditionState[];
  /** Types that count, in the order in which their messages appear. A missing one counts as unknown. */
  readonly of: readonly string[];
  /** Types that are issues when True. */
  readonly negative?: readonly string[] | undefined;
  /** Types that do not count where they are missing. */
  readonly ignoreIfMissing?: readonly string[] | undefined;
  /** Stand in for conditions of the same type, only for this summary. */
  readonly overrides?: readonly ConditionState[] | undefined;
  readonly reasons?: MergeReasons<Reason> | ((groups: MergeGroups) => Reason) | undefined;
  /** In place of polarity. */
  readonly priorityOf?: ((condition: ConditionState) => MergePriority) | undefined;
  readonly transformMessages?: ((messages: readonly string[]) => readonly string[]) | undefined;
}

/**
 * Merges different conditions of one object into one of positive polarity (COND-02).
 * Guarantees: the message lists every issue and every unknown, or else every info that has a message.
 */
export function summarize<Type extends string, Reason extends string = string>(input: SummaryInput<Type, Reason>): ConditionDraft<Type, Reason> {
  const inScope = conditionsInScope(input);
  if (inScope.length === 0) throw new InvariantError(`summary ${input.target} has no conditions to merge`);
  const priorityOf = input.priorityOf ?? priorityByPolarity(input.negative);
  const groups = groupByPriority(inScope, priorityOf);
  const priority = topPriority(groups);
  const status = mergedStatus(priority, true);
  const messages = inScope.filter((condition) => isSurfaced(condition, priorityOf(condition), status === 'True')).map(toMessage);
  return {
    type: input.target,
    status,
    reason: reasonOf(input, groups, priority),
    message: (input.transformMessages?.(messages) ?? messages).join('\n'),
  };
}

function conditionsInScope({ conditions, of, ignoreIfMissing = [], overrides = [] }: SummaryInput<string, string>): ConditionState[] {
  return of.flatMap((type): ConditionState[] => {
    const condition = conditions.find((candidate) => candidate.type === type);
    if (condition) return [overrides.find((override) => override.type === type) ?? condition];
    return ignoreIfMissing.includes(type) ? [] : [{ type, status: 'Unknown', reason: notYetReported, message: 'Condition not yet reported' }];
  });
}

function reasonOf<Reason extends string>({ reasons }: SummaryInput<string, Reason>, groups: MergeGroups, priority: MergePriority): Reason {
  if (typeof reasons === 'function') return reasons(groups);
  // Callers that give no reasons leave Reason at string.
  return reasons?.[priority] ?? (genericReasons[priority] as Reason);
}

function isSurfaced({ message }: ConditionState, priority: MergePriority, allWell: boolean): boolean {
  return priority !== 'info' || (allWell && Boolean(message));
}

function toMessage({ type, message, reason }: ConditionState): string {
  return message ? withIndentedMessage(`* ${type}:`, message) : `* ${type}: ${reason}`;
}
