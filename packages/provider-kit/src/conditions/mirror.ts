import type { ConditionStatus } from '@clusterwright/api';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { notYetReported, type ConditionState } from './merge-strategy.ts';

export interface MirrorInput<Type extends string> {
  /** Type of the condition to make. */
  readonly target: Type;
  /** The condition of another object; undefined where that object does not report it. */
  readonly source: ConditionState | undefined;
  /** Type looked for, named in the message where it is missing. Defaults to `target`. */
  readonly sourceType?: string | undefined;
  /** Used where the source is missing. */
  readonly fallback?: { readonly status: ConditionStatus; readonly reason: string; readonly message?: string | undefined } | undefined;
}

/** Repeats a condition of another object under a type of our own, with the time at which it changed there (COND-04). */
export function mirror<Type extends string>({ target, source, sourceType = target, fallback }: MirrorInput<Type>): ConditionDraft<Type> {
  if (source) {
    const { status, reason, message, lastTransitionTime } = source;
    return { type: target, status, reason, message: message ?? '', lastTransitionTime };
  }
  if (fallback) return { type: target, status: fallback.status, reason: fallback.reason, message: fallback.message ?? '' };
  return { type: target, status: 'Unknown', reason: notYetReported, message: `Condition ${sourceType} not yet reported` };
}
