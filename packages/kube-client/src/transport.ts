import type { Readable } from 'node:stream';
import { SpanKind, SpanStatusCode, context, propagation, trace } from '@opentelemetry/api';
import { errorCode, toError } from '@clusterwright/api/errors';
import { request } from 'undici';
import type { Dispatcher } from 'undici';
import { AgentPool } from './agent-pool.ts';
import { apiErrorOf, retryDelayMs } from './answer.ts';
import type { HttpAnswer } from './answer.ts';
import { sleep, withJitter } from './clock.ts';
import type { ConnectionConfig, Credentials } from './connection.ts';
import { CredentialsSource } from './credentials-source.ts';
import { Deadline } from './deadline.ts';
import { TransportError } from './errors.ts';
import { TokenBucket } from './token-bucket.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path and query, below the server's base URL. */
  readonly path: string;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  readonly accept?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Exchange extends HttpRequest {
  /** Hand the body over as it comes, without a time budget. */
  readonly stream: boolean;
}

interface Outcome extends HttpAnswer {
  readonly used: Credentials;
  readonly body?: Readable | undefined;
}

const defaultTimeoutMs = 30_000;
const connectTimeoutMs = 10_000;
/**
 * A watch is quiet at most as long as bookmarks are apart, about a minute. Shorter than the reflector's own watchdog: a stream that ends this way makes the
 * connection prove that it is alive, so that the next one does not run into the same dead peer.
 */
const streamIdleMs = 150_000;
const streamHeadersMs = 60_000;
const tracer = trace.getTracer('@clusterwright/kube-client');

/** One shared connection pool to one API server; follows credentials that rotate. */
export class Transport {
  readonly #config: ConnectionConfig;
  readonly #base: URL;
  readonly #timeoutMs: number;
  readonly #bucket: TokenBucket | undefined;
  readonly #agents: AgentPool;
  readonly #credentials: CredentialsSource;
  readonly #closing = new AbortController();

  constructor(config: ConnectionConfig) {
    this.#config = config;
    this.#base = new URL(config.server);
    this.#timeoutMs = config.timeoutMs ?? defaultTimeoutMs;
    this.#bucket = config.qps ? new TokenBucket(config.qps, config.burst ?? config.qps) : undefined;
    this.#agents = new AgentPool({ connectTimeoutMs: Math.min(this.#timeoutMs, connectTimeoutMs) });
    this.#credentials = new CredentialsSource(config);
  }

  get server(): URL {
    return this.#base;
  }

  currentCredentials(): Promise<Credentials> {
    return this.#credentials.current();
  }

  /** Sends a request and returns any answer. What asks to come back later (429, 5xx with Retry-After) is tried a few times before. */
  async exchange(outgoing: HttpRequest): Promise<HttpAnswer> {
    return this.#traced({ ...outgoing, stream: false });
  }

  /** Sends a request; throws `ApiError` for any answer but 2xx. */
  async send(outgoing: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.exchange(outgoing);
    if (answer.status >= 300) throw apiErrorOf(outgoing, answer);
    return answer;
  }

  /** Opens a stream, which has no time budget; throws `ApiError` for any answer but 2xx. The caller must destroy it. */
  async open(outgoing: HttpRequest): Promise<Readable> {
    const answer = await this.#traced({ ...outgoing, stream: true });
    if (!answer.body) throw apiErrorOf(outgoing, answer);
    return answer.body;
  }

  /** Ends everything at once: running requests, watches, waiting retries. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('client is closed'));
    await this.#agents.close();
  }

  #traced(exchange: Exchange): Promise<Outcome> {
    const attributes = { 'http.request.method': exchange.method, 'server.address': this.#base.host, 'url.path': exchange.path.split('?')[0] ?? '' };
    return tracer.startActiveSpan(exchange.method, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      try {
        const answer = await this.#withRetries(exchange);
        span.setAttribute('http.response.status_code', answer.status);
        if (answer.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
        return answer;
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: toError(error).message });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  async #withRetries(exchange: Exchange): Promise<Outcome> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#resumingLostRead(exchange, attempt);
      if (answer === undefined) continue;
      if (answer.status === 401 && attempt === 1 && (await this.#renewed(exchange, answer.used))) continue;
      const delayMs = retryDelayMs(exchange.method, answer, attempt);
      if (delayMs === undefined) return answer;
      await this.#pause(exchange, withJitter(delayMs));
    }
  }

  /** Undefined where the connection broke under a read that had not been tried again yet: servers close idle connections just when they are used. */
  async #resumingLostRead(exchange: Exchange, attempt: number): Promise<Outcome | undefined> {
    try {
      return await this.#once(exchange);
    } catch (error) {
      if (attempt === 1 && exchange.method === 'GET' && !exchange.stream && isLostConnection(error) && !this.#closing.signal.aborted && !exchange.signal?.aborted) return undefined;
      throw error;
    }
  }

  async #renewed(exchange: Exchange, used: Credentials): Promise<boolean> {
    try {
      return await this.#credentials.renew(used);
    } catch (error) {
      throw this.#transportError(exchange, error);
    }
  }

  async #once(exchange: Exchange): Promise<Outcome> {
    await this.#admit(exchange);
    const deadline = new Deadline(exchange.stream ? undefined : this.#timeoutMs, [exchange.signal, this.#closing.signal]);
    const startedAt = performance.now();
    let code = '<error>';
    let isOpen = false;
    try {
      const used = await this.#credentials.current();
      const { statusCode: status, headers, body } = await this.#dispatch(exchange, used, deadline.signal);
      code = String(status);
      isOpen = exchange.stream && status < 300;
      if (!isOpen) return { status, headers, used, text: await body.text() };
      body.once('close', () => deadline.release());
      return { status, headers, used, text: '', body };
    } catch (error) {
      throw this.#transportError(exchange, deadline.expired ? deadline.signal.reason : error);
    } finally {
      if (!isOpen) deadline.release();
      this.#config.onRequest?.({ method: exchange.method, host: this.#base.host, code, durationMs: performance.now() - startedAt });
    }
  }

  #dispatch(exchange: Exchange, credentials: Credentials, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    return request(this.#base.origin + this.#base.pathname.replace(/\/$/, '') + exchange.path, {
      method: exchange.method,
      dispatcher: this.#agents.agentFor(credentials),
      headers: this.#headers(exchange, credentials),
      body: exchange.body ?? null,
      signal,
      // Sooner than the deadline: undici asks the connection for a sign of life only after its own timeouts.
      headersTimeout: exchange.stream ? streamHeadersMs : this.#timeoutMs * 0.9,
      bodyTimeout: exchange.stream ? streamIdleMs : this.#timeoutMs,
    });
  }

  /** Waits for this client's turn. */
  async #admit(exchange: Exchange): Promise<void> {
    if (this.#closing.signal.aborted) throw new TransportError(`client of ${this.#base.host} is closed`);
    const waitMs = this.#bucket?.take() ?? 0;
    if (waitMs > 0) await this.#pause(exchange, waitMs);
  }

  async #pause(exchange: Exchange, ms: number): Promise<void> {
    const deadline = new Deadline(undefined, [exchange.signal, this.#closing.signal]);
    try {
      await sleep(ms, deadline.signal);
    } catch (error) {
      throw this.#transportError(exchange, error);
    } finally {
      deadline.release();
    }
  }

  #headers(exchange: Exchange, { token }: Credentials): Record<string, string> {
    const headers: Record<string, string> = {
      accept: exchange.accept ?? 'application/json',
      'user-agent': this.#config.userAgent ?? 'clusterwright',
      ...(exchange.body === undefined ? {} : { 'content-type': exchange.contentType ?? 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    propagation.inject(context.active(), headers);
    return headers;
  }

  #transportError({ method, path, signal }: Exchange, error: unknown): TransportError {
    const { message } = toError(signal?.aborted ? signal.reason : error);
    return new TransportError(`${method} ${this.#base.host}${path.split('?')[0]}: ${message}`, { cause: error });
  }
}

const lostCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_INFO', 'ERR_HTTP2_STREAM_ERROR', 'ERR_HTTP2_STREAM_CANCEL', 'ERR_HTTP2_GOAWAY_SESSION', 'ERR_HTTP2_SESSION_ERROR']);

function isLostConnection(error: unknown): boolean {
  return lostCodes.has(errorCode(toError(error).cause) ?? '');
}
