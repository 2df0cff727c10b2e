import type { Condition, ConditionStatus, KubeObject } from '@clusterwright/api';

/** What merging needs of a condition; drafts, stored and reported conditions all fit. */
export type ConditionState = Pick<Condition, 'type' | 'status' | 'reason'> & { readonly message?: string | undefined; readonly lastTransitionTime?: string | undefined };

/** An object whose conditions are read. */
export type ConditionedObject = KubeObject & { readonly status?: { readonly conditions?: readonly ConditionState[] | undefined } | undefined };

/** How much attention a condition asks for (COND-01). */
export type MergePriority = 'issue' | 'unknown' | 'info';

export interface MergeReasons<Reason extends string = string> {
  readonly issue: Reason;
  readonly unknown: Reason;
  readonly info: Reason;
}

export interface MergeGroups<C extends ConditionState = ConditionState> {
  readonly issue: readonly C[];
  readonly unknown: readonly C[];
  readonly info: readonly C[];
}

/** Reasons where the caller has none of its own (COND-02). */
export const genericReasons: MergeReasons = { issue: 'IssuesReported', unknown: 'UnknownReported', info: 'InfoReported' };

/** Reason of a condition that should be there and is not. */
export const notYetReported = 'NotYetReported';

/** Classifies a condition; types named as negative are issues when True. */
export function priorityByPolarity(negativeTypes: readonly string[] = []): (condition: ConditionState) => MergePriority {
  return ({ type, status }) => {
    if (status === 'Unknown') return 'unknown';
    const isNormal = (status === 'True') !== negativeTypes.includes(type);
    return isNormal ? 'info' : 'issue';
  };
}

/** Sorts conditions into the three groups, keeping their order. */
export function groupByPriority<C extends ConditionState>(conditions: readonly C[], priorityOf: (condition: ConditionState) => MergePriority): MergeGroups<C> {
  const groups: Record<MergePriority, C[]> = { issue: [], unknown: [], info: [] };
  for (const condition of conditions) groups[priorityOf(condition)].push(condition);
  return groups;
}

/** The highest group that is not empty decides. */
export function topPriority(groups: MergeGroups): MergePriority {
  if (groups.issue.length > 0) return 'issue';
  return groups.unknown.length > 0 ? 'unknown' : 'info';
}

/** Status of the merged condition: of positive polarity an issue makes it False, of negative polarity True. */
export function mergedStatus(priority: MergePriority, positive: boolean): ConditionStatus {
  if (priority === 'unknown') return 'Unknown';
  return (priority === 'info') === positive ? 'True' : 'False';
}
