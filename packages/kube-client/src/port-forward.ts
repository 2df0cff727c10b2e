import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import WebSocket from 'ws';
import type { ObjectKey } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { apiErrorOf } from './answer.ts';
import type { Credentials } from './connection.ts';
import { ApiError, TransportError } from './errors.ts';
import { secureContextOf } from './secure-context.ts';
import { openSpdyPortForward } from './spdy/spdy-port-forward.ts';
import type { Transport } from './transport.ts';

const dataChannel = 0;
const errorChannel = 1;
const protocol = 'v4.channel.k8s.io';
/** Past this much unsent data writers wait. */
const highWaterBytes = 1 << 20;
const handshakeTimeoutMs = 10_000;

/** Servers that were found to speak no WebSocket. */
const spdyOnly = new WeakSet<Transport>();

/**
 * Opens a port of a Pod as a byte stream: over the API server's WebSocket port-forward, one socket a stream, two channels, the first frame of each names the port;
 * over SPDY where the server speaks only that, as upstream's simulated API servers do.
 *
 * Errors: `ApiError` where the server refuses (no such Pod, no right), `TransportError` otherwise. An 'error' of the stream that nobody listens to is dropped.
 */
export async function openPortForward(transport: Transport, pod: ObjectKey, port: number, signal?: AbortSignal): Promise<Duplex> {
  const forward = forwardOf(transport, pod, port);
  if (signal?.aborted) throw broken(forward.target, signal.reason);
  if (spdyOnly.has(transport)) return openSpdy(forward, signal);
  try {
    return await openWebSocket(forward, signal);
  } catch (error) {
    if (!isUpgradeRefused(error)) throw error;
  }
  const stream = await openSpdy(forward, signal);
  spdyOnly.add(transport);
  return stream;
}

interface Forward {
  readonly transport: Transport;
  readonly path: string;
  readonly port: number;
  /** For messages. */
  readonly target: string;
}

function forwardOf(transport: Transport, { namespace = 'default', name }: ObjectKey, port: number): Forward {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/portforward`;
  return { transport, path, port, target: `${namespace}/${name}:${port}` };
}

function urlOf({ transport, path }: Forward): URL {
  const url = new URL(transport.server);
  url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`;
  return url;
}

async function openWebSocket(forward: Forward, signal: AbortSignal | undefined): Promise<Duplex> {
  const url = urlOf(forward);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  url.search = `?ports=${forward.port}`;
  const socket = new WebSocket(url, [protocol], { ...connectionOptions(await forward.transport.currentCredentials()), handshakeTimeout: handshakeTimeoutMs, perMessageDeflate: false });
  const stream = streamOf(socket, forward.target);
  followSignal(stream, forward.target, signal);
  await opened(socket, forward);
  return stream;
}

async function openSpdy(forward: Forward, signal: AbortSignal | undefined): Promise<Duplex> {
  const options = { ...connectionOptions(await forward.transport.currentCredentials()), timeout: handshakeTimeoutMs, signal };
  try {
    const stream = await openSpdyPortForward({
      url: urlOf(forward),
      options,
      port: forward.port,
      refusal: (response) => refusal('POST', forward.path, response),
      broken: (cause) => broken(forward.target, cause),
    });
    followSignal(stream, forward.target, signal);
    return stream;
  } catch (error) {
    throw ApiError.is(error) || TransportError.is(error) ? error : broken(forward.target, error);
  }
}

/** As servers answer that do not know the protocol; without the Pod, or the right, it is another status. */
function isUpgradeRefused(error: unknown): boolean {
  return ApiError.is(error) && error.status === 400;
}

function connectionOptions(credentials: Credentials) {
  return {
    secureContext: secureContextOf(credentials),
    rejectUnauthorized: !credentials.insecureSkipTlsVerify,
    ...(credentials.tlsServerName ? { servername: credentials.tlsServerName } : {}),
    headers: credentials.token ? { authorization: `Bearer ${credentials.token}` } : {},
  };
}

function streamOf(socket: WebSocket, target: string): Duplex {
  const named = new Set<number>();
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, callback) => socket.send(Buffer.concat([Buffer.of(dataChannel), chunk]), (error) => callback(error ?? null)),
    final(callback) {
      socket.close();
      callback();
    },
    destroy(error, callback) {
      socket.terminate();
      callback(error);
    },
    writableHighWaterMark: highWaterBytes,
    // The socket closes both ways at once.
    allowHalfOpen: false,
  });
  const fail = (error: unknown): void => void stream.destroy(broken(target, error));
  const receive = (frame: Buffer): void => {
    const channel = frame[0];
    if (channel === undefined) return;
    if (!named.has(channel)) named.add(channel);
    else if (channel === errorChannel) fail(new Error(frame.subarray(1).toString('utf8')));
    else if (channel === dataChannel && frame.length > 1 && !stream.push(frame.subarray(1))) socket.pause();
  };
  stream.on('error', () => undefined);
  socket.on('message', (data) => receive(Buffer.isBuffer(data) ? data : Buffer.concat(data as Buffer[])));
  // What came before the end is still read; the stream is destroyed once that is done.
  socket.on('close', () => void (stream.destroyed || stream.push(null)));
  socket.on('error', fail);
  return stream;
}

function followSignal(stream: Duplex, target: string, signal: AbortSignal | undefined): void {
  if (!signal) return;
  const abort = (): void => void stream.destroy(broken(target, signal.reason));
  signal.addEventListener('abort', abort, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', abort));
  if (signal.aborted) abort();
}

function opened(socket: WebSocket, { path, target }: Forward): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (error) => reject(broken(target, error)));
    socket.once('close', () => reject(broken(target, new Error('connection closed'))));
    socket.once('unexpected-response', (_request, response) => {
      void refusal('GET', path, response).then(reject, reject).finally(() => socket.terminate());
    });
  });
}

async function refusal(method: string, path: string, response: IncomingMessage): Promise<Error> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return apiErrorOf({ method, path }, { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') });
}

function broken(target: string, cause: unknown): TransportError {
  return new TransportError(`port-forward to ${target}: ${toError(cause).message}`, { cause });
}
