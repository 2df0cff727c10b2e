import { formatGoDuration } from '@clusterwright/api/go-duration';

/** A condition of a Machine or Node, as far as checks look at it. */
export interface ObservedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly lastTransitionTime?: string | undefined;
}

/** A status that makes a Machine unhealthy where it lasts. */
export interface ConditionCheck {
  readonly type: string;
  readonly status: string;
  readonly timeoutSeconds: number;
}

/** What checks found: why the Machine is unhealthy, else when it may become so. */
export interface CheckResult {
  /** One sentence per failed check; empty where all is well. */
  readonly problems: readonly string[];
  /** When to look again; undefined where time alone changes nothing. */
  readonly nextCheckMs?: number | undefined;
}

/** Times are cut to whole seconds: a timeout is over for sure one second later. */
const roundingMs = 1000;

/** Finds conditions that have had an unhealthy status for too long, or are on the way there. Pure. */
export function checkConditions(subject: 'Machine' | 'Node', conditions: readonly ObservedCondition[] = [], checks: readonly ConditionCheck[] = [], now: Date): CheckResult {
  const failing = checks.flatMap((check) => {
    const condition = conditions.find(({ type }) => type === check.type);
    return condition?.status === check.status ? [{ check, condition, leftMs: timeLeftMs(condition.lastTransitionTime, check.timeoutSeconds, now) }] : [];
  });
  const problems = failing.filter(({ leftMs }) => leftMs === undefined).map(({ check, condition }) => problemText(subject, check, condition));
  return problems.length > 0 ? { problems } : { problems, nextCheckMs: soonest(failing.map(({ leftMs }) => leftMs)) };
}

/** How long until a timeout that began at `since` is over; undefined where it is. Pure. */
export function timeLeftMs(since: string | undefined, timeoutSeconds: number, now: Date): number | undefined {
  // A Node that never says since when has been so from the beginning.
  const endsAt = Date.parse(since ?? '1970-01-01T00:00:00Z') + timeoutSeconds * 1000;
  return endsAt < now.getTime() ? undefined : endsAt - now.getTime() + roundingMs;
}

/** The smallest of some times; undefined where there are none. */
export function soonest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

function problemText(subject: string, { type, status, timeoutSeconds }: ConditionCheck, { reason = '' }: ObservedCondition): string {
  return `Condition ${type} on ${subject} is reporting status ${status} with reason ${reason} for more than ${formatGoDuration(timeoutSeconds)}`;
}
