const firstMs = 1000;
const maxMs = 30_000;

/** How long to wait before something is tried again that no watch can announce: longer with every failure in a row, never longer than half a minute. */
export interface RetryDelays {
  next(subject: string): number;
  reset(subject: string): void;
}

export function createRetryDelays(): RetryDelays {
  const failures = new Map<string, number>();
  return {
    next(subject) {
      const count = failures.get(subject) ?? 0;
      failures.set(subject, count + 1);
      return Math.min(firstMs * 2 ** count, maxMs);
    },
    reset: (subject) => void failures.delete(subject),
  };
}
