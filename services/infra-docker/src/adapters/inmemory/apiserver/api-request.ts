import type { WatchRequest } from './watch-hub.ts';

/** One HTTP request, apart from its transport. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  readonly body: Buffer;
  /** Set where the caller has proved who it is. */
  readonly authenticated: boolean;
}

/** The answer to a request: one body, or a stream of watch events. */
export type ApiResponse =
  | { readonly kind: 'json'; readonly status: number; readonly body: object; readonly contentType?: string | undefined; readonly retryAfterSeconds?: number | undefined }
  | { readonly kind: 'text'; readonly status: number; readonly body: string }
  | { readonly kind: 'watch'; readonly watch: WatchRequest };

export function json(status: number, body: object): ApiResponse {
  return { kind: 'json', status, body };
}
