import { Duplex } from 'node:stream';
import WebSocket from 'ws';
import type { ObjectKey } from '@clusterwright/api';
import { TransportError } from './errors.ts';
import type { Transport } from './transport.ts';

const dataChannel = 0;
const errorChannel = 1;
const protocol = 'v4.channel.k8s.io';
/** Past this much unsent data writers wait. */
const highWaterBytes = 1 << 20;
const handshakeTimeoutMs = 10_000;

/** Opens a port of a Pod as a byte stream over the API server's WebSocket port-forward: one socket a stream, two channels, the first frame of each names the port. */
export async function openPortForward(transport: Transport, { namespace, name }: ObjectKey, port: number, signal?: AbortSignal): Promise<Duplex> {
  const credentials = await transport.currentCredentials();
  const url = new URL(transport.server);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/namespaces/${namespace ?? 'default'}/pods/${name}/portforward`;
  url.search = `?ports=${port}`;
  const socket = new WebSocket(url, [protocol], {
    ca: credentials.ca,
    cert: credentials.cert,
    key: credentials.key,
    rejectUnauthorized: !credentials.insecureSkipTlsVerify,
    ...(credentials.tlsServerName ? { servername: credentials.tlsServerName } : {}),
    headers: credentials.token ? { authorization: `Bearer ${credentials.token}` } : {},
    handshakeTimeout: handshakeTimeoutMs,
    perMessageDeflate: false,
  });
  return streamOf(socket, `${namespace}/${name}:${port}`, signal);
}

function streamOf(socket: WebSocket, target: string, signal: AbortSignal | undefined): Promise<Duplex> {
  const named = new Set<number>();
  const stream = new Duplex({
    read: () => socket.resume(),
    write(chunk: Buffer, _encoding, callback) {
      socket.send(Buffer.concat([Buffer.of(dataChannel), chunk]), (error) => callback(error ?? null));
    },
    final(callback) {
      socket.close();
      callback();
    },
    destroy(error, callback) {
      socket.terminate();
      callback(error);
    },
    writableHighWaterMark: highWaterBytes,
  });
  const fail = (error: Error): void => {
    stream.destroy(new TransportError(`port-forward to ${target}: ${error.message}`, { cause: error }));
  };
  const receive = (frame: Buffer): void => {
    const channel = frame[0];
    if (channel === undefined) return;
    if (!named.has(channel)) named.add(channel);
    else if (channel === errorChannel) fail(new Error(frame.subarray(1).toString('utf8')));
    else if (channel === dataChannel && frame.length > 1 && !stream.push(frame.subarray(1))) socket.pause();
  };
  const abort = (): void => fail(new Error('aborted'));
  signal?.addEventListener('abort', abort, { once: true });
  socket.on('message', (data) => receive(Buffer.isBuffer(data) ? data : Buffer.concat(data as Buffer[])));
  socket.on('close', () => {
    signal?.removeEventListener('abort', abort);
    stream.push(null);
    stream.destroy();
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(stream));
    socket.once('error', (error) => {
      reject(new TransportError(`port-forward to ${target}: ${error.message}`, { cause: error }));
      // The stream has no reader yet when the handshake fails: destroyed without an error of its own.
      if (socket.readyState !== WebSocket.OPEN) stream.destroy();
      else fail(error);
    });
  });
}
