/** What a phase says of its own step. There is no "requeue now": throw, and backoff applies. */
export type Outcome =
  | { readonly kind: 'done' }
  /** A watch will wake the object again. `reason` says what for. */
  | { readonly kind: 'wait'; readonly reason: string; readonly message?: string | undefined }
  /** No watch can tell; look again after `afterMs`. */
  | { readonly kind: 'requeue'; readonly reason: string; readonly afterMs: number; readonly message?: string | undefined };

export const done: Outcome = { kind: 'done' };

export function waitFor(reason: string, message?: string): Outcome {
  return { kind: 'wait', reason, message };
}

export function requeueAfter(afterMs: number, reason: string, message?: string): Outcome {
  return { kind: 'requeue', reason, afterMs, message };
}
