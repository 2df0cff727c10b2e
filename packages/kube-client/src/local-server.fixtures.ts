import { createServer as createPlainServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { issueAuthority, issueServingCertificate } from '@clusterwright/controller-runtime/webhooks/issue-certificate';
import type { CertificateAuthority } from '@clusterwright/controller-runtime/webhooks/issue-certificate';

export type Answer = (request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) => void;

/** A server on loopback that answers as a test says, and remembers who came. */
export interface LocalServer {
  readonly url: string;
  readonly ca: string;
  /** `METHOD path` of every request. */
  readonly requests: string[];
  /** TCP connections made so far. */
  readonly connections: () => number;
  readonly sockets: ReadonlySet<Socket>;
  readonly sessions: ReadonlySet<ServerHttp2Session>;
  answer: Answer;
  close(): Promise<void>;
}

const day = 24 * 3_600_000;
const lifetime = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
let authority: Promise<CertificateAuthority> | undefined;

/** Starts a server that speaks HTTP/2 (`h2`), HTTP/1.1 over TLS (`h1`), or plain HTTP/1.1. */
export async function startLocalServer(protocol: 'h2' | 'h1' | 'plain', answer: Answer): Promise<LocalServer> {
  const { cert: ca, key } = await (authority ??= issueAuthority('test', lifetime));
  const certificate = await issueServingCertificate({ cert: ca, key }, { dns: ['localhost'], ips: ['127.0.0.1'] }, lifetime);
  const sockets = new Set<Socket>();
  const sessions = new Set<ServerHttp2Session>();
  let connections = 0;
  const local = { requests: [] as string[], answer };
  const listener: Answer = (request, response) => {
    local.requests.push(`${request.method} ${request.url}`);
    local.answer(request, response);
  };
  const server = protocol === 'h2' ? createSecureServer({ ...certificate }, listener) : protocol === 'h1' ? createTlsServer({ ...certificate }, listener) : createPlainServer(listener);
  server.on(protocol === 'plain' ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session);
    session.on('error', () => undefined);
    session.on('close', () => sessions.delete(session));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(local, {
    url: `${protocol === 'plain' ? 'http' : 'https'}://127.0.0.1:${port}`,
    ca,
    connections: () => connections,
    sockets,
    sessions,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
}

/** Answers with JSON. */
export function json(response: ServerResponse | Http2ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  (response as ServerResponse).writeHead(status, { 'content-type': 'application/json', ...headers });
  (response as ServerResponse).end(JSON.stringify(body));
}
