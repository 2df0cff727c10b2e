import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import WebSocket from 'ws';
import type { ObjectKey } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { apiErrorOf } from './answer.ts';
import type { Credentials } from './connection.ts';
import { TransportError } from './errors.ts';
import type { Transport } from './transport.ts';

const dataChannel = 0;
const errorChannel = 1;
const protocol = 'v4.channel.k8s.io';
/** Past this much unsent data writers wait. */
const highWaterBytes = 1 << 20;
const handshakeTimeoutMs = 10_000;

/**
 * Opens a port of a Pod as a byte stream over the API server's WebSocket port-forward: one socket a stream, two channels, the first frame of each names the port.
 *
 * Errors: `ApiError` where the server refuses (no such Pod, no right), `TransportError` otherwise. An 'error' of the stream that nobody listens to is dropped.
 */
export async function openPortForward(transport: Transport, { namespace, name }: ObjectKey, port: number, signal?: AbortSignal): Promise<Duplex> {
  const target = `${namespace ?? 'default'}/${name}:${port}`;
  if (signal?.aborted) throw broken(target, signal.reason);
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace ?? 'default')}/pods/${encodeURIComponent(name)}/portforward`;
  const url = new URL(transport.server);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`;
  url.search = `?ports=${port}`;
  const socket = new WebSocket(url, [protocol], socketOptions(await transport.currentCredentials()));
  const stream = streamOf(socket, target);
  followSignal(stream, target, signal);
  await opened(socket, { path, target });
  return stream;
}

function socketOptions(credentials: Credentials): WebSocket.ClientOptions {
  return {
    ca: credentials.ca,
    cert: credentials.cert,
    key: credentials.key,
    rejectUnauthorized: !credentials.insecureSkipTlsVerify,
    ...(credentials.tlsServerName ? { servername: credentials.tlsServerName } : {}),
    headers: credentials.token ? { authorization: `Bearer ${credentials.token}` } : {},
    handshakeTimeout: handshakeTimeoutMs,
    perMessageDeflate: false,
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

function opened(socket: WebSocket, { path, target }: { path: string; target: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (error) => reject(broken(target, error)));
    socket.once('close', () => reject(broken(target, new Error('connection closed'))));
    socket.once('unexpected-response', (_request, response) => {
      void refusal(path, response).then(reject, reject).finally(() => socket.terminate());
    });
  });
}

async function refusal(path: string, response: IncomingMessage): Promise<Error> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return apiErrorOf({ method: 'GET', path }, { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') });
}

function broken(target: string, cause: unknown): TransportError {
  return new TransportError(`port-forward to ${target}: ${toError(cause).message}`, { cause });
}
