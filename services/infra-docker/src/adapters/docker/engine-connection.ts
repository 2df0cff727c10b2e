import { request as plainRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { errorCode, toError } from '@clusterwright/api/errors';
import { ContainerEngineError } from '../../ports/container-engine.ts';
import { addressText } from './engine-address.ts';
import type { EngineAddress } from './engine-address.ts';
import { engineRefusal } from './engine-errors.ts';

export interface EngineRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON; bytes are sent as an archive. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A stream that the engine keeps open: what it sends, and how to end it. */
export interface EngineStream {
  readonly output: AsyncIterable<Uint8Array>;
  readonly close: () => void;
}

/** A process's streams, once the engine has handed over the connection. */
export interface HijackedStream {
  readonly socket: Duplex;
  /** What came together with the answer, to be read first. */
  readonly head: Uint8Array;
}

const keepAliveMs = 30_000;

/**
 * Speaks HTTP to the engine's socket. No connection is kept: one to a local socket costs nothing, and none can be stale after the engine was restarted.
 *
 * Errors: `ContainerEngineError`; the signal's own reason when it fired.
 */
export class EngineConnection {
  readonly #address: EngineAddress;

  constructor(address: EngineAddress) {
    this.#address = address;
  }

  /** The answer, parsed; undefined where it is empty. The type is the caller's word for what the engine's API promises. */
  async json<Answer>(request: EngineRequest): Promise<Answer> {
    const text = (await this.bytes(request)).toString();
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  /** The whole answer. */
  async bytes(request: EngineRequest): Promise<Buffer> {
    const signals = this.#signals(request);
    try {
      return await readAll(await this.#answer(request, signals.all));
    } catch (error) {
      throw this.#explain(error, request, signals.timeout);
    }
  }

  /** Hands each piece of a long answer over; the time limit holds for the whole. */
  async each(request: EngineRequest, onChunk: (chunk: Buffer) => void): Promise<void> {
    const signals = this.#signals(request);
    try {
      for await (const chunk of await this.#answer(request, signals.all)) onChunk(chunk as Buffer);
    } catch (error) {
      throw this.#explain(error, request, signals.timeout);
    }
  }

  /** An answer without end; the time limit holds until it begins. */
  async open(request: EngineRequest): Promise<IncomingMessage> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), request.timeoutMs);
    try {
      const answer = await this.#answer(request, AbortSignal.any([timeout.signal, ...(request.signal ? [request.signal] : [])]));
      // On the way to another host, connections that say nothing for long are forgotten: the other end goes on, and its words do not arrive.
      answer.socket.setKeepAlive(true, keepAliveMs);
      return answer;
    } catch (error) {
      throw this.#explain(error, request, timeout.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Takes the connection over from HTTP, to write and read a process's streams. `use` owns the socket until it returns; the time limit holds for the whole. */
  async hijack<Result>(request: EngineRequest, use: (stream: HijackedStream) => Promise<Result>): Promise<Result> {
    const signals = this.#signals(request);
    let stream: HijackedStream | undefined;
    const destroy = (): void => void stream?.socket.destroy(new Error('aborted'));
    try {
      stream = await this.#upgrade(request, signals.all);
      signals.all.addEventListener('abort', destroy, { once: true });
      return await use(stream);
    } catch (error) {
      throw this.#explain(error, request, signals.timeout);
    } finally {
      signals.all.removeEventListener('abort', destroy);
      destroy();
    }
  }

  async #answer(request: EngineRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      this.#send(request, signal, {}).once('response', resolve).once('error', reject).end(bodyOf(request.body));
    });
    return accepted(answer);
  }

  async #upgrade(request: EngineRequest, signal: AbortSignal): Promise<HijackedStream> {
    const outcome = await new Promise<HijackedStream | IncomingMessage>((resolve, reject) => {
      this.#send(request, signal, { connection: 'Upgrade', upgrade: 'tcp' })
        .once('upgrade', (_answer, socket: Socket, head: Buffer) => resolve({ socket, head }))
        .once('response', resolve)
        .once('error', reject)
        .end(bodyOf(request.body));
    });
    if ('socket' in outcome && 'head' in outcome) return outcome;
    await accepted(outcome);
    throw new ContainerEngineError('Refused', 'container engine: the connection of a process was not handed over');
  }

  #send({ method = 'GET', path, query, body }: EngineRequest, signal: AbortSignal, headers: Readonly<Record<string, string>>): ClientRequest {
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    const content = bodyOf(body);
    const type = body instanceof Uint8Array ? 'application/x-tar' : 'application/json';
    const options: RequestOptions = {
      method, signal, agent: false, path: `${path}${search}`,
      headers: { host: 'docker', ...(content ? { 'content-type': type, 'content-length': content.length } : {}), ...headers },
    };
    if (this.#address.kind === 'unix') return plainRequest({ ...options, socketPath: this.#address.socketPath });
    const { host, port, tls } = this.#address;
    return tls ? tlsRequest({ ...options, ...tls, host, port }) : plainRequest({ ...options, host, port });
  }

  #signals({ signal, timeoutMs }: EngineRequest): { readonly timeout: AbortSignal; readonly all: AbortSignal } {
    const timeout = AbortSignal.timeout(timeoutMs);
    return { timeout, all: signal ? AbortSignal.any([signal, timeout]) : timeout };
  }

  #explain(error: unknown, { signal, method = 'GET', path, timeoutMs }: EngineRequest, timeout: AbortSignal): unknown {
    if (error instanceof ContainerEngineError) return error;
    if (signal?.aborted) return signal.reason;
    const cause = toError(error);
    if (timeout.aborted) {
      return new ContainerEngineError('Timeout', `container engine at ${addressText(this.#address)} did not answer ${method} ${path} within ${String(timeoutMs / 1000)} s`, { cause });
    }
    return new ContainerEngineError('Unreachable', `cannot reach the container engine at ${addressText(this.#address)}: ${reasonOf(cause)}`, { cause });
  }
}

const reasonsByCode: Readonly<Record<string, string>> = {
  ENOENT: 'its socket does not exist; is it installed and running',
  ECONNREFUSED: 'nothing listens there; is it running',
  EACCES: 'permission denied; this process may not use its socket',
  ECONNRESET: 'it ended the connection; was it stopped',
  EPIPE: 'it ended the connection; was it stopped',
};

function reasonOf(cause: Error): string {
  const code = errorCode(cause);
  return (code && reasonsByCode[code]) || cause.message;
}

function bodyOf(body: unknown): Uint8Array | undefined {
  if (body === undefined) return undefined;
  return body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function accepted(answer: IncomingMessage): Promise<IncomingMessage> {
  const { statusCode = 0 } = answer;
  if (statusCode < 400) return answer;
  const text = (await readAll(answer)).toString();
  throw engineRefusal(statusCode, messageIn(text));
}

function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : text;
  } catch {
    return text;
  }
}
