import { ApiError } from './errors.ts';
import type { Status } from './errors.ts';

/** A complete answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const maxAttempts = 4;
const maxRetryAfterMs = 10_000;

/** How long to wait before the request is sent again; undefined where it must not be. Pure. */
export function retryDelayMs(method: string, answer: HttpAnswer, attempt: number): number | undefined {
  const { status } = answer;
  if (attempt >= maxAttempts || (status !== 429 && status < 500)) return undefined;
  // A POST that the server gave up on may have been carried out: sent again it could make a second object.
  if (method === 'POST' && status !== 429 && status !== 503) return undefined;
  return retryAfterMs(answer);
}

/** The refusal as an error: from metav1.Status where the API server answered, from whatever a proxy in between said otherwise. Pure. */
export function apiErrorOf({ method, path }: { readonly method: string; readonly path: string }, answer: HttpAnswer): ApiError {
  const status = parseStatus(answer.text);
  const reason = status?.reason || (answer.status === 401 ? 'Unauthorized' : 'Unknown');
  const message = status?.message || `${method} ${path.split('?')[0]}: server answered ${answer.status} ${answer.text.slice(0, 200)}`.trimEnd();
  return new ApiError(message, { status: answer.status, reason, details: status?.details, retryAfterMs: retryAfterMs(answer) });
}

function parseStatus(text: string): Status | undefined {
  try {
    const parsed = JSON.parse(text) as Status | null;
    return parsed?.kind === 'Status' ? parsed : undefined;
  } catch {
    // Proxies answer in HTML or plain text; the caller makes a message of it.
    return undefined;
  }
}

function retryAfterMs(answer: HttpAnswer): number | undefined {
  const header = answer.headers['retry-after'];
  const fromHeader = header === undefined ? Number.NaN : Number(header);
  const seconds = Number.isFinite(fromHeader) ? fromHeader : parseStatus(answer.text)?.details?.retryAfterSeconds;
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, 0) * 1000, maxRetryAfterMs);
}
