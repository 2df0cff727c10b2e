import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';
import { ApiError, TransportError } from './errors.ts';
import type { Status } from './errors.ts';
import type { ConnectionConfig, Credentials } from './connection.ts';
import { TokenBucket } from './token-bucket.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path and query, below the server's base URL. */
  readonly path: string;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  readonly accept?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** No time budget: for watches. */
  readonly stream?: boolean | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Dispatcher.ResponseData['body'];
}

const maxAttempts = 4;
const defaultTimeoutMs = 30_000;
/** A watch is quiet at most as long as bookmarks are apart (about a minute); past this the peer is gone. */
const watchIdleMs = 5 * 60_000;
const pingIntervalMs = 15_000;
const credentialsMaxAgeMs = 30_000;
const tracer = trace.getTracer('@clusterwright/kube-client');

/** One shared connection pool to one API server; follows credentials that rotate. */
export class Transport {
  readonly #config: ConnectionConfig;
  readonly #base: URL;
  readonly #bucket: TokenBucket | undefined;
  #agent: Agent | undefined;
  #credentials: Credentials | undefined;
  #credentialsHash = '';
  #credentialsReadAt = -Infinity;
  #closed = false;

  constructor(config: ConnectionConfig) {
    this.#config = config;
    this.#base = new URL(config.server);
    this.#bucket = config.qps ? new TokenBucket(config.qps, config.burst ?? config.qps) : undefined;
  }

  get server(): URL {
    return this.#base;
  }

  async currentCredentials(): Promise<Credentials> {
    const { credentials } = this.#config;
    if (!credentials) return this.#config;
    if (!this.#credentials || performance.now() - this.#credentialsReadAt > credentialsMaxAgeMs) {
      this.#credentials = await credentials();
      this.#credentialsReadAt = performance.now();
    }
    return this.#credentials;
  }

  /** Sends a request; resolves with any 2xx answer. Answers that ask to come back later (429, 503 with Retry-After) are retried a few times. */
  async send(outgoing: HttpRequest): Promise<HttpResponse> {
    return tracer.startActiveSpan(`${outgoing.method} ${outgoing.path.split('?')[0]}`, { kind: SpanKind.CLIENT }, async (span) => {
      try {
        const response = await this.#sendWithRetries(outgoing);
        span.setAttribute('http.response.status_code', response.status);
        return response;
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#agent?.close();
  }

  async #sendWithRetries(outgoing: HttpRequest): Promise<HttpResponse> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.#sendOnce(outgoing);
      if (response.status < 300) return response;
      const error = await apiErrorOf(outgoing, response);
      if (attempt === maxAttempts || error.retryAfterMs === undefined || (error.status !== 429 && error.status < 500)) throw error;
      await delay(error.retryAfterMs, undefined, { signal: outgoing.signal });
    }
  }

  async #sendOnce(outgoing: HttpRequest): Promise<HttpResponse> {
    if (this.#closed) throw new TransportError(`client of ${this.#base.host} is closed`);
    const waitMs = this.#bucket?.take() ?? 0;
    if (waitMs > 0) await delay(waitMs, undefined, { signal: outgoing.signal });
    const startedAt = performance.now();
    const finished = (code: string): void => this.#config.onRequest?.({ method: outgoing.method, host: this.#base.host, code, durationMs: performance.now() - startedAt });
    try {
      const credentials = await this.currentCredentials();
      const response = await request(this.#url(outgoing.path), {
        method: outgoing.method as Dispatcher.HttpMethod,
        dispatcher: this.#agentFor(credentials),
        headers: this.#headers(outgoing, credentials),
        body: outgoing.body ?? null,
        signal: this.#signal(outgoing) ?? null,
        bodyTimeout: outgoing.stream ? watchIdleMs : this.#timeoutMs,
        headersTimeout: outgoing.stream ? watchIdleMs : this.#timeoutMs,
      });
      finished(String(response.statusCode));
      return { status: response.statusCode, headers: response.headers, body: response.body };
    } catch (error) {
      finished('<error>');
      throw transportErrorOf(error, outgoing, this.#base.host);
    }
  }

  get #timeoutMs(): number {
    return this.#config.timeoutMs ?? defaultTimeoutMs;
  }

  #url(path: string): string {
    return this.#base.origin + this.#base.pathname.replace(/\/$/, '') + path;
  }

  #signal(outgoing: HttpRequest): AbortSignal | undefined {
    if (outgoing.stream) return outgoing.signal;
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    return outgoing.signal ? AbortSignal.any([outgoing.signal, deadline]) : deadline;
  }

  #headers(outgoing: HttpRequest, { token }: Credentials): Record<string, string> {
    return {
      accept: outgoing.accept ?? 'application/json',
      'user-agent': this.#config.userAgent ?? 'clusterwright',
      ...(outgoing.body === undefined ? {} : { 'content-type': outgoing.contentType ?? 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
  }

  #agentFor(credentials: Credentials): Agent {
    const hash = credentials === this.#config && this.#agent ? this.#credentialsHash : hashOf(credentials);
    if (this.#agent && hash === this.#credentialsHash) return this.#agent;
    const previous = this.#agent;
    this.#credentialsHash = hash;
    this.#agent = new Agent({
      allowH2: true,
      pingInterval: pingIntervalMs,
      connections: 4,
      connect: {
        ca: credentials.ca,
        cert: credentials.cert,
        key: credentials.key,
        rejectUnauthorized: !credentials.insecureSkipTlsVerify,
        timeout: Math.min(this.#timeoutMs, 10_000),
        ...(credentials.tlsServerName ? { servername: credentials.tlsServerName } : {}),
      },
    });
    // Running requests keep the old connections; they close when the last of them ends.
    previous?.close().catch(() => undefined);
    return this.#agent;
  }
}

function hashOf({ ca, cert, key, tlsServerName, insecureSkipTlsVerify }: Credentials): string {
  return createHash('sha256').update(JSON.stringify([ca, cert, key, tlsServerName, insecureSkipTlsVerify])).digest('hex');
}

async function apiErrorOf(outgoing: HttpRequest, response: HttpResponse): Promise<ApiError> {
  const text = await response.body.text().catch(() => '');
  const status = parseStatus(text);
  const reason = status?.reason ?? (response.status === 401 ? 'Unauthorized' : 'Unknown');
  const message = status?.message ?? `${outgoing.method} ${outgoing.path.split('?')[0]}: server answered ${response.status} ${text.slice(0, 200)}`;
  return new ApiError(message, { status: response.status, reason, details: status?.details, retryAfterMs: retryAfterMs(response, status) });
}

function parseStatus(text: string): Status | undefined {
  try {
    const parsed = JSON.parse(text) as Status;
    return parsed.kind === 'Status' ? parsed : undefined;
  } catch {
    // Proxies answer in HTML or plain text; the caller makes a message of it.
    return undefined;
  }
}

function retryAfterMs(response: HttpResponse, status: Status | undefined): number | undefined {
  const header = Number(response.headers['retry-after']);
  const seconds = Number.isFinite(header) && response.headers['retry-after'] !== undefined ? header : status?.details?.retryAfterSeconds;
  return seconds === undefined ? undefined : Math.min(seconds * 1000, 10_000);
}

function transportErrorOf(error: unknown, outgoing: HttpRequest, host: string): Error {
  if (outgoing.signal?.aborted) return outgoing.signal.reason instanceof Error ? outgoing.signal.reason : new TransportError(`request to ${host} was aborted`, { cause: error });
  const detail = error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error) ? String((error as Error).message) : String(error);
  return new TransportError(`${outgoing.method} ${host}${outgoing.path.split('?')[0]}: ${detail}`, { cause: error });
}
