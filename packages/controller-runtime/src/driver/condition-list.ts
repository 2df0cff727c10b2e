import type { Condition } from '@clusterwright/api';
import { conditionRank } from '../condition-order.ts';
import type { ConditionDraft, V1Beta1ConditionDraft } from '../reconciler.ts';

export interface V1Beta1Condition {
  type: string;
  status: string;
  severity?: string;
  reason?: string;
  message?: string;
  lastTransitionTime: string;
}

/**
 * The condition list an object should have: owned types as drafted, others as they are, in upstream's order (spec COND-06, COND-07, COND-10).
 *
 * The transition time changes only with the status: a mirrored condition takes over its source's time when it flips, not when the source was merely written anew. Pure.
 */
export function mergeConditions(current: readonly Condition[] | undefined, drafts: readonly ConditionDraft[], options: { owned: ReadonlySet<string>; generation: number | undefined; now: string }): Condition[] {
  const known = new Map((current ?? []).map((condition) => [condition.type, condition]));
  const drafted = new Set(drafts.map(({ type }) => type));
  const foreign = (current ?? []).filter(({ type }) => !options.owned.has(type) && !drafted.has(type));
  const owned = drafts.map((draft): Condition => {
    const previous = known.get(draft.type);
    return {
      type: draft.type,
      status: draft.status,
      reason: draft.reason,
      message: draft.message ?? '',
      lastTransitionTime: previous?.status === draft.status ? previous.lastTransitionTime : (draft.lastTransitionTime ?? options.now),
      ...(options.generation ? { observedGeneration: options.generation } : {}),
    };
  });
  return [...owned, ...foreign].sort((a, b) => conditionRank(a.type) - conditionRank(b.type) || compareTypes(a.type, b.type));
}

/** The same for conditions of the old API: the time changes with any part, and is then that of the change, a source's only at first; Ready comes first, the rest by name. */
export function mergeV1Beta1Conditions(current: readonly V1Beta1Condition[] | undefined, drafts: readonly V1Beta1ConditionDraft[], now: string): V1Beta1Condition[] {
  const known = new Map((current ?? []).map((condition) => [condition.type, condition]));
  const drafted = new Set(drafts.map(({ type }) => type));
  const next = drafts.map((draft): V1Beta1Condition => {
    const { lastTransitionTime, ...stated } = draft;
    const body = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined && value !== '')) as Omit<V1Beta1Condition, 'lastTransitionTime'>;
    const previous = known.get(draft.type);
    const isSame = previous && (['status', 'severity', 'reason', 'message'] as const).every((part) => (previous[part] ?? '') === (body[part] ?? ''));
    const changedAt = previous ? now : (lastTransitionTime ?? now);
    return { ...body, lastTransitionTime: isSame ? previous.lastTransitionTime : changedAt };
  });
  const foreign = (current ?? []).filter(({ type }) => !drafted.has(type));
  const rank = (type: string): number => (type === 'Ready' ? 0 : 1);
  return [...next, ...foreign].sort((a, b) => rank(a.type) - rank(b.type) || compareTypes(a.type, b.type));
}

/** By bytes, as Go compares: the order must not depend on the process's locale. */
function compareTypes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
