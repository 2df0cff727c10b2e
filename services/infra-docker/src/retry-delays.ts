const firstMs = 1000;
const maxMs = 30_000;

/**
 * How long to wait before something is tried again that no watch can announce: longer with every failure in a row, never longer than half a minute.
 *
 * A subject is the key of an object, alone or with a word for the step behind a blank.
 */
export interface RetryDelays {
  /** After a failure. */
  next(subject: string): number;
  /** What is left to wait after a failure that stays to be seen, such as a container that ended: it counts once, however often it is looked at. */
  remaining(subject: string, failure: string, now: Date): number;
  /** After a failure that announces itself, such as a container that was made and taken away again: nobody may try again before `held` says 0. */
  hold(subject: string, now: Date): number;
  /** What is left to wait after that. */
  held(subject: string, now: Date): number;
  reset(subject: string): void;
  /** Drops everything known of an object. */
  forget(key: string): void;
}

interface Failures {
  readonly count: number;
  readonly last?: { readonly failure: string; readonly retryAtMs: number } | undefined;
}

export function createRetryDelays(): RetryDelays {
  const failures = new Map<string, Failures>();
  const fail = (subject: string): number => {
    const { count = 0, last } = failures.get(subject) ?? {};
    failures.set(subject, { count: count + 1, last });
    return Math.min(firstMs * 2 ** count, maxMs);
  };
  const remember = (subject: string, failure: string, now: Date): number => {
    const afterMs = fail(subject);
    failures.set(subject, { count: failures.get(subject)?.count ?? 0, last: { failure, retryAtMs: now.getTime() + afterMs } });
    return afterMs;
  };
  return {
    next: fail,
    remaining(subject, failure, now) {
      const known = failures.get(subject)?.last;
      if (known?.failure === failure) return Math.max(0, known.retryAtMs - now.getTime());
      return remember(subject, failure, now);
    },
    hold: (subject, now) => remember(subject, '', now),
    held: (subject, now) => Math.max(0, (failures.get(subject)?.last?.retryAtMs ?? 0) - now.getTime()),
    reset: (subject) => void failures.delete(subject),
    forget(key) {
      for (const subject of failures.keys()) if (subject === key || subject.startsWith(`${key} `)) failures.delete(subject);
    },
  };
}
