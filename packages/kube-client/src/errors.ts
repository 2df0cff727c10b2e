import { AppError } from '@clusterwright/api/errors';

/** metav1.Status as the API server sends it with every refusal. */
export interface Status {
  kind?: string;
  apiVersion?: string;
  status?: string;
  message?: string;
  reason?: string;
  code?: number;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    uid?: string;
    retryAfterSeconds?: number;
    causes?: { reason?: string; message?: string; field?: string }[];
  };
}

/** The API server answered, and refused. `reason` and `status` are Kubernetes' own (`NotFound`, 404). */
export class ApiError extends AppError {
  readonly code = 'Api';
  readonly status: number;
  readonly reason: string;
  readonly details: Status['details'];
  readonly retryAfterMs: number | undefined;

  constructor(message: string, init: { status: number; reason: string; details?: Status['details']; retryAfterMs?: number | undefined }) {
    super(message);
    this.status = init.status;
    this.reason = init.reason;
    this.details = init.details;
    this.retryAfterMs = init.retryAfterMs;
  }

  static override is(value: unknown): value is ApiError {
    return AppError.is(value) && value.code === 'Api';
  }
}

/** No answer came: connection refused, reset, timed out, or the TLS handshake failed. */
export class TransportError extends AppError {
  readonly code = 'Transport';
}

const hasStatus = (error: unknown, status: number): error is ApiError => ApiError.is(error) && error.status === status;

export const isNotFound = (error: unknown): error is ApiError => hasStatus(error, 404);
export const isAlreadyExists = (error: unknown): error is ApiError => hasStatus(error, 409) && (error).reason === 'AlreadyExists';
export const isConflict = (error: unknown): error is ApiError => hasStatus(error, 409) && (error).reason !== 'AlreadyExists';
export const isGone = (error: unknown): error is ApiError => hasStatus(error, 410);
export const isForbidden = (error: unknown): error is ApiError => hasStatus(error, 403);
export const isUnauthorized = (error: unknown): error is ApiError => hasStatus(error, 401);
export const isInvalid = (error: unknown): error is ApiError => hasStatus(error, 422);
export const isTooManyRequests = (error: unknown): error is ApiError => hasStatus(error, 429);

/** Resolves to undefined where the object does not exist; every other error passes. */
export async function ignoreNotFound<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Whether it is certain that a write did not happen: the server said no, or the request was never sent. A failing server may have written all the same. */
export function wasRefused(thrown: unknown): boolean {
  if (ApiError.is(thrown)) return thrown.status < 500 && thrown.status !== 408;
  return AppError.is(thrown) && thrown.code !== 'Transport';
}
