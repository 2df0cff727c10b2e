import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import type { Duplex } from 'node:stream';
import { toError } from '@clusterwright/api/errors';
import { EtcdError } from '../../ports/etcd-client.ts';

/** gRPC's status for "deadline exceeded". */
const deadlineExceeded = '4';
const prefixBytes = 5;
const maxMessageBytes = 4 << 20;

export interface UnaryCall {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly request: Uint8Array;
  readonly timeoutMs: number;
}

/** Unary gRPC calls over one byte stream: all that etcd's membership API needs. */
export interface GrpcChannel {
  /** Resolves with the encoded response. Errors: `EtcdError` (Connect, Deadline, Refused, Protocol). */
  unary(call: UnaryCall): Promise<Uint8Array>;
  close(): void;
}

/** Speaks HTTP/2 on a stream that is already connected and encrypted; `authority` is the name by which the server at its end is asked for. */
export function openGrpcChannel(stream: Duplex, authority: string, signal: AbortSignal): GrpcChannel {
  const session = connect('https://etcd', { createConnection: () => stream });
  let failure: Error | undefined;
  session.on('error', (error) => (failure ??= error));
  const abort = (): void => session.destroy();
  signal.addEventListener('abort', abort, { once: true });
  return {
    unary: (call) => callUnary(session, authority, call, () => failure),
    close: () => {
      signal.removeEventListener('abort', abort);
      session.destroy();
      stream.destroy();
    },
  };
}

function callUnary(session: ClientHttp2Session, authority: string, { path, request, timeoutMs }: UnaryCall, sessionFailure: () => Error | undefined): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (session.destroyed || session.closed) {
      reject(new EtcdError('Connect', sessionFailure()?.message ?? 'connection is closed'));
      return;
    }
    const stream = session.request({
      ':method': 'POST',
      ':authority': authority,
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
      'grpc-timeout': `${timeoutMs}m`,
    });
    const deadline = AbortSignal.timeout(timeoutMs);
    const expire = (): void => {
      reject(new EtcdError('Deadline', 'context deadline exceeded'));
      stream.close(constants.NGHTTP2_CANCEL);
    };
    deadline.addEventListener('abort', expire, { once: true });
    const collected = collect(stream);
    stream.on('error', (error) => reject(new EtcdError('Connect', toError(sessionFailure() ?? error).message, { cause: error })));
    stream.on('close', () => {
      deadline.removeEventListener('abort', expire);
      try {
        resolve(messageOf(collected));
      } catch (error) {
        reject(toError(sessionFailure() ?? error));
      }
    });
    stream.end(frame(request));
  });
}

interface Collected {
  readonly chunks: Buffer[];
  size: number;
  headers: IncomingHttpHeaders;
}

function collect(stream: ClientHttp2Stream): Collected {
  const collected: Collected = { chunks: [], size: 0, headers: {} };
  stream.on('response', (headers) => (collected.headers = { ...collected.headers, ...headers }));
  stream.on('trailers', (trailers) => (collected.headers = { ...collected.headers, ...trailers }));
  stream.on('data', (chunk: Buffer) => {
    collected.size += chunk.length;
    if (collected.size > maxMessageBytes) stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
    else collected.chunks.push(chunk);
  });
  return collected;
}

function frame(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** The one message of a response. A refusal comes as status in the trailers, or in the headers where there is no message. */
function messageOf({ chunks, size, headers }: Collected): Uint8Array {
  if (size > maxMessageBytes) throw new EtcdError('Protocol', `response is longer than ${maxMessageBytes} bytes`);
  const httpStatus = headers[':status'];
  const status = headers['grpc-status'];
  if (httpStatus === undefined) throw new EtcdError('Connect', 'connection closed before an answer came');
  if (status === undefined) throw new EtcdError('Protocol', `answer has no gRPC status (HTTP status ${String(httpStatus)})`);
  if (status === deadlineExceeded) throw new EtcdError('Deadline', 'context deadline exceeded');
  if (status !== '0') throw new EtcdError('Refused', decodeMessage(headers['grpc-message']) || `gRPC status ${String(status)}`);

  const body = Buffer.concat(chunks);
  if (body.length < prefixBytes || body[0] !== 0 || body.readUInt32BE(1) !== body.length - prefixBytes) throw new EtcdError('Protocol', 'answer is not one uncompressed message');
  return body.subarray(prefixBytes);
}

/** gRPC messages are percent-encoded. */
function decodeMessage(message: string | string[] | undefined): string {
  const text = Array.isArray(message) ? message.join(', ') : (message ?? '');
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
