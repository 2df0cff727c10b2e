const firstMs = 1000;
const maxMs = 30_000;

/**
 * How long to wait before something is tried again that no watch can announce: longer with every failure in a row, never longer than half a minute.
 *
 * A subject is the key of an object, alone or with a word for the step behind a blank.
 */
export interface RetryDelays {
  /**
   * Tells of a failure, and says what is left to wait after it.
   * One that stays to be seen, such as a container that ended, has a name of its own and counts once, however often it is looked at.
   */
  failed(subject: string, now: Date, failure?: string): number;
  /** What is left to wait, for tries that their own failures bring back, such as a container that is made and taken away again. */
  held(subject: string, now: Date): number;
  reset(subject: string): void;
  /** Drops everything known of an object. */
  forget(key: string): void;
}

interface Failures {
  readonly count: number;
  readonly last: string | undefined;
  readonly retryAtMs: number;
}

export function createRetryDelays(): RetryDelays {
  const failures = new Map<string, Failures>();
  const held = (subject: string, now: Date): number => Math.max(0, (failures.get(subject)?.retryAtMs ?? 0) - now.getTime());
  return {
    failed(subject, now, failure) {
      const { count = 0, last } = failures.get(subject) ?? {};
      if (failure === undefined || failure !== last) {
        failures.set(subject, { count: count + 1, last: failure, retryAtMs: now.getTime() + Math.min(firstMs * 2 ** count, maxMs) });
      }
      return held(subject, now);
    },
    held,
    reset: (subject) => void failures.delete(subject),
    forget(key) {
      for (const subject of failures.keys()) if (subject === key || subject.startsWith(`${key} `)) failures.delete(subject);
    },
  };
}
