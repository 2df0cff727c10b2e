/**
 * The root of all errors this project throws on purpose. Recognised by a brand and not by `instanceof`, so that it works across bundles and test realms.
 * `code` is stable and documented; `retry` tells the driver whether trying again can help before the object changes.
 */
const brand = Symbol.for('clusterwright.AppError');

export type RetryPolicy = 'backoff' | 'never';

export abstract class AppError extends Error {
  abstract readonly code: string;
  readonly retry: RetryPolicy = 'backoff';
  readonly [brand] = true;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }

  static is(value: unknown): value is AppError {
    return typeof value === 'object' && value !== null && brand in value;
  }
}

/** The object must change before another try can succeed; surfaces as a condition and is not retried. */
export class TerminalError extends AppError {
  readonly code = 'Terminal';
  override readonly retry = 'never' as const;
}

/** A defect of ours: an impossible state. Loud, never swallowed. */
export class InvariantError extends AppError {
  readonly code = 'Invariant';
}

/** Makes an Error of anything that was thrown. */
export function toError(thrown: unknown): Error {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'name' in thrown) return thrown as Error;
  return new Error(String(thrown));
}

/** The code of an AppError, or of a Node.js system error; undefined for anything else. */
export function errorCode(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
