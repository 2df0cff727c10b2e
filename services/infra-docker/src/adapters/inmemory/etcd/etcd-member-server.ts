import { constants, createSecureServer, type Http2SecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { bridgeToSocket } from '@clusterwright/kube-client/socket-bridge';
import { encodeGrpcMessage, frameMessage, GrpcError, grpcStatus, unframeMessage } from './grpc-framing.ts';

/** Requests here are a few bytes. */
const messageLimitBytes = 1024 * 1024;

export interface EtcdMemberServerOptions {
  readonly certificate: string;
  readonly privateKey: string;
  /** Clients must show a certificate of this authority. */
  readonly clientCa: string;
  /** Answers one unary call. Errors: `GrpcError`. */
  readonly answer: (path: string, message: Uint8Array) => Uint8Array;
  /** Called when a call begins; the returned function is called when it has been answered. */
  readonly observe: () => (path: string, code: number) => void;
}

/** One etcd member: gRPC over mutual TLS, on connections it is handed. */
export class EtcdMemberServer {
  readonly #options: EtcdMemberServerOptions;
  readonly #server: Http2SecureServer;
  readonly #connections = new Set<Duplex>();

  constructor(options: EtcdMemberServerOptions) {
    this.#options = options;
    this.#server = createSecureServer({
      key: options.privateKey, cert: options.certificate, ca: options.clientCa,
      requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2', settings: { maxConcurrentStreams: 100 },
    });
    this.#server.on('stream', (stream, headers) => this.#serve(stream, headers));
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
    this.#server.on('sessionError', () => undefined);
    this.#server.on('error', () => undefined);
  }

  accept(connection: Duplex): void {
    this.#connections.add(connection);
    connection.once('close', () => this.#connections.delete(connection));
    connection.on('error', () => connection.destroy());
    bridgeToSocket(connection).then(
      (socket) => {
        socket.on('error', () => socket.destroy());
        this.#server.emit('connection', socket);
      },
      () => connection.destroy(),
    );
  }

  /** Ends every connection. */
  close(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  #serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const done = this.#options.observe();
    const path = headers[':path'] ?? '';
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > messageLimitBytes) stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
      else chunks.push(chunk);
    });
    stream.once('end', () => {
      if (stream.destroyed || stream.closed) return;
      done(path, this.#respond(stream, path, Buffer.concat(chunks)));
    });
  }

  /** Returns the gRPC status it answered with. */
  #respond(stream: ServerHttp2Stream, path: string, body: Buffer): number {
    const head = { ':status': 200, 'content-type': 'application/grpc' };
    try {
      const message = this.#options.answer(path, unframeMessage(body));
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(grpcStatus.ok) }));
      stream.respond(head, { waitForTrailers: true });
      stream.end(frameMessage(message));
      return grpcStatus.ok;
    } catch (error) {
      const { status, message } = error instanceof GrpcError ? error : new GrpcError(grpcStatus.internal, 'malformed request');
      stream.respond({ ...head, 'grpc-status': String(status), 'grpc-message': encodeGrpcMessage(message) }, { endStream: true });
      return status;
    }
  }
}
