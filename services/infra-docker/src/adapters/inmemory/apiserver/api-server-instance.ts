import { createSecureServer, type Http2SecureServer, type Http2ServerRequest } from 'node:http2';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { bridgeToSocket } from '@clusterwright/kube-client/socket-bridge';
import type { TLSSocket } from 'node:tls';
import { bodyTooLarge, toStatus, unauthorized, unknownPath } from '../store/api-errors.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import type { WatchRequest, WatchSink } from './watch-hub.ts';

/** As much as kube-apiserver takes in one request. */
const bodyLimitBytes = 3 * 1024 * 1024;
/** A watcher that reads this much too slowly is cut off; it comes back and catches up from the history. */
const watchBacklogBytes = 8 * 1024 * 1024;
const keepAliveMs = 120_000;

type Request = IncomingMessage | Http2ServerRequest;
/** What both of Node's response classes can do; their own types have incompatible overloads. */
type Response = Pick<ServerResponse, 'statusCode' | 'setHeader' | 'writeHead' | 'flushHeaders' | 'write' | 'end' | 'destroyed' | 'writableEnded' | 'writableLength' | 'on' | 'once' | 'destroy'>;

/** What a caller proves by its connection and headers. */
export interface Credentials {
  readonly hasTrustedCertificate: boolean;
  readonly authorization: string | undefined;
}

export interface FinishedRequest {
  readonly method: string;
  readonly host: string;
  readonly url: URL;
  readonly contentType: string;
  readonly userAgent: string;
  readonly code: number;
}

export interface ApiServerInstanceOptions {
  readonly certificate: string;
  readonly privateKey: string;
  /** Client certificates are checked against this. */
  readonly clientCa: string;
  readonly authenticate: (credentials: Credentials) => boolean;
  readonly handle: (request: ApiRequest) => ApiResponse;
  readonly watch: (request: WatchRequest, sink: WatchSink) => () => void;
  /** Takes over the connection of an authenticated upgrade; false where the path cannot be upgraded. */
  readonly upgrade: (request: IncomingMessage, url: URL, socket: Duplex, head: Buffer) => boolean;
  /** Called when a request was received; the returned function is called when it is answered. */
  readonly observe: () => (finished: FinishedRequest) => void;
}

/** One API server process of a simulated cluster: TLS, HTTP/1.1 and HTTP/2, on connections it is handed. */
export class ApiServerInstance {
  readonly #options: ApiServerInstanceOptions;
  readonly #server: Http2SecureServer;
  readonly #connections = new Set<Duplex>();

  constructor(options: ApiServerInstanceOptions) {
    this.#options = options;
    this.#server = createSecureServer({
      key: options.privateKey, cert: options.certificate, ca: options.clientCa,
      requestCert: true, rejectUnauthorized: false, allowHTTP1: true, minVersion: 'TLSv1.2',
    });
    // The HTTP/1.1 half takes its keep-alive from the server object; the types know only the HTTP/2 half.
    Object.assign(this.#server, { keepAliveTimeout: keepAliveMs });
    this.#server.on('request', (request, http2Response) => {
      // The types know only the HTTP/2 half here as well; what is used of a response both halves have.
      const response = http2Response as unknown as Response;
      this.#serve(request, response).catch(() => response.destroy());
    });
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head));
    // Broken handshakes and sessions are the client's business.
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
    this.#server.on('clientError', (_error: Error, socket: Duplex) => socket.destroy());
    this.#server.on('sessionError', () => undefined);
    this.#server.on('error', () => undefined);
  }

  /** Serves one connection, from the network or through a port-forward. */
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

  async #serve(request: Request, response: Response): Promise<void> {
    const finish = this.#options.observe();
    const url = parseUrl(request);
    response.once('close', () => finish({
      url, method: request.method ?? '', host: hostOf(request), contentType: request.headers['content-type'] ?? '',
      userAgent: request.headers['user-agent'] ?? '', code: response.statusCode,
    }));
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    try {
      const body = await readBody(request);
      if (body) this.#answer(response, this.#options.handle(this.#toApiRequest(request, url, body)));
    } catch (error) {
      const status = toStatus(error);
      this.#answer(response, { kind: 'json', status: status.code, body: status });
    }
  }

  #toApiRequest(request: Request, url: URL, body: Buffer): ApiRequest {
    const { method = 'GET', headers } = request;
    return {
      method, path: url.pathname, query: url.searchParams, body,
      accept: headers.accept ?? '', contentType: headers['content-type'] ?? '', authenticated: this.#isAuthenticated(request),
    };
  }

  #isAuthenticated(request: Request): boolean {
    return this.#options.authenticate({ hasTrustedCertificate: hasTrustedCertificate(tlsSocketOf(request)), authorization: request.headers.authorization });
  }

  #answer(response: Response, answer: ApiResponse): void {
    if (response.destroyed) return;
    switch (answer.kind) {
      case 'text':
        return send(response, answer.status, 'text/plain; charset=utf-8', answer.body);
      case 'json':
        if (answer.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(answer.retryAfterSeconds));
        return send(response, answer.status, answer.contentType ?? 'application/json', JSON.stringify(answer.body));
      case 'watch':
        return this.#stream(response, answer.watch);
    }
  }

  #stream(response: Response, watch: WatchRequest): void {
    response.setHeader('content-type', 'application/json');
    response.writeHead(200);
    // Clients wait for the headers before they read events, and there may be none for long.
    response.flushHeaders();
    const write = writer(response);
    const stop = this.#options.watch(watch, { write, end: () => void response.end() });
    response.once('close', stop);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const finish = this.#options.observe();
    const url = parseUrl(request);
    const done = (code: number): void => finish({
      url, code, method: request.method ?? '', host: hostOf(request), contentType: '', userAgent: request.headers['user-agent'] ?? '',
    });
    try {
      if (!this.#isAuthenticated(request)) throw unauthorized();
      if (!this.#options.upgrade(request, url, socket, head)) throw unknownPath();
      socket.once('close', () => done(101));
    } catch (error) {
      const status = toStatus(error);
      done(status.code);
      refuseUpgrade(socket, status);
    }
  }
}

function parseUrl(request: Request): URL {
  try {
    return new URL(request.url ?? '/', 'https://cluster');
  } catch {
    // A target that is no URL has no route either.
    return new URL('https://cluster/%');
  }
}

function hostOf({ headers }: Request): string {
  const authority = headers[':authority'] ?? headers.host;
  return typeof authority === 'string' ? authority : '';
}

function tlsSocketOf(request: Request): TLSSocket | undefined {
  const socket = 'stream' in request ? request.stream?.session?.socket : request.socket;
  // Every connection of this server went through its TLS handshake.
  return socket as TLSSocket | undefined;
}

/** Node.js 20 calls a resumed TLS 1.3 session authorized even where its first handshake had no certificate, so the certificate itself is asked for too. */
function hasTrustedCertificate(socket: TLSSocket | undefined): boolean {
  return socket?.authorized === true && socket.getPeerX509Certificate() !== undefined;
}

/** The whole body; undefined where the client went away. Errors: RequestEntityTooLarge. */
function readBody(request: Request): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bodyLimitBytes) chunks.push(chunk);
      else reject(bodyTooLarge(bodyLimitBytes));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('close', () => resolve(undefined));
  });
}

function send(response: Response, status: number, contentType: string, body: string): void {
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.writeHead(status);
  response.end(body);
}

function writer(response: Response): (line: string) => void {
  return (line) => {
    if (response.destroyed || response.writableEnded) return;
    response.write(line);
    if (response.writableLength > watchBacklogBytes) response.destroy();
  };
}

function refuseUpgrade(socket: Duplex, status: ReturnType<typeof toStatus>): void {
  const body = JSON.stringify(status);
  const head = [`HTTP/1.1 ${status.code} ${STATUS_CODES[status.code] ?? ''}`, 'connection: close', 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
