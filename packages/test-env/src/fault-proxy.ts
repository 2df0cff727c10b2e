import { readFileSync } from 'node:fs';
import { createServer, request as plainRequest } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';
import type { ControlPlane } from './control-plane/control-plane.ts';

/** What happens to one request instead of being passed on. */
export type Fault =
  /** An answer the API server never gave. */
  | { readonly kind: 'answer'; readonly status: number; readonly reason?: string; readonly retryAfterSeconds?: number }
  /** The connection is reset before the request is passed on. */
  | { readonly kind: 'reset' }
  /** The request is carried out, and the connection reset before its answer. */
  | { readonly kind: 'loseAnswer' }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'delay'; readonly ms: number };

export interface ProxiedRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** A list, streaming or paged. */
  readonly isList: boolean;
  /** A watch that resumes. */
  readonly isWatch: boolean;
}

/** Stands between a client and the API server as administrator, speaks plain HTTP to the client, remembers all requests, and does to them what the rule says. */
export class FaultProxy {
  readonly requests: ProxiedRequest[] = [];
  /** Asked for every request; undefined passes it on. */
  rule: (request: ProxiedRequest) => Fault | undefined = () => undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #upstream: URL;
  readonly #agent: Agent | undefined;

  private constructor(upstream: URL, agent: Agent | undefined) {
    this.#upstream = upstream;
    this.#agent = agent;
    this.#server = createServer((incoming, outgoing) => this.#receive(incoming, outgoing));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(controlPlane: Pick<ControlPlane, 'server' | 'ca' | 'kubeconfig'>): Promise<FaultProxy> {
    const upstream = new URL(controlPlane.server);
    const proxy = new FaultProxy(upstream, upstream.protocol === 'https:' ? new Agent({ keepAlive: true, ca: controlPlane.ca, ...adminCertificate(controlPlane.kubeconfig) }) : undefined);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  count(matches: (request: ProxiedRequest) => boolean): number {
    return this.requests.filter(matches).length;
  }

  /** Resets all connections of clients, as a failing load balancer does. */
  resetAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.resetAll();
    this.#agent?.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #receive(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const proxied = describe(incoming);
    this.requests.push(proxied);
    const fault = this.rule(proxied);
    switch (fault?.kind) {
      case 'answer':
        return answer(outgoing, fault);
      case 'reset':
        return void incoming.socket.resetAndDestroy();
      case 'hang':
        return;
      case 'loseAnswer':
        return this.#passOn(incoming, outgoing, () => void incoming.socket.resetAndDestroy());
      case 'delay':
        return void setTimeout(() => this.#passOn(incoming, outgoing), fault.ms);
      case undefined:
        return this.#passOn(incoming, outgoing);
    }
  }

  #passOn(incoming: IncomingMessage, outgoing: ServerResponse, instead?: () => void): void {
    const send = this.#upstream.protocol === 'https:' ? request : plainRequest;
    const { host: _host, connection: _connection, ...headers } = incoming.headers;
    const passed = send({ hostname: this.#upstream.hostname, port: this.#upstream.port, path: incoming.url, method: incoming.method, headers, agent: this.#agent }, (response) => {
      response.on('error', () => outgoing.destroy());
      if (instead) {
        response.resume();
        response.on('end', instead);
        return;
      }
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      outgoing.flushHeaders();
      response.pipe(outgoing);
    });
    passed.on('error', () => void incoming.socket.resetAndDestroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  }
}

function describe({ method = 'GET', url: path = '/' }: IncomingMessage): ProxiedRequest {
  const { pathname, searchParams } = new URL(path, 'http://proxy');
  const isCollection = method === 'GET' && !searchParams.has('watch') && /^\/apis?\/([^/]+\/)?v[^/]+\/(namespaces\/[^/]+\/)?[^/]+$/.test(pathname);
  const isStream = searchParams.get('sendInitialEvents') === 'true';
  return { method, path, isList: isCollection || isStream, isWatch: searchParams.has('watch') && !isStream };
}

function answer(outgoing: ServerResponse, { status, reason = 'InternalError', retryAfterSeconds }: Fault & { kind: 'answer' }): void {
  const headers = { 'content-type': 'application/json', ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }) };
  outgoing.writeHead(status, headers);
  outgoing.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message: 'a fault on purpose', reason, code: status }));
}

/** From the kubeconfig the control plane wrote, which is JSON. */
function adminCertificate(kubeconfig: string): { cert: Buffer; key: Buffer } {
  const { users } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { users: { user: Record<string, string> }[] };
  const user = users[0]?.user ?? {};
  return { cert: Buffer.from(user['client-certificate-data'] ?? '', 'base64'), key: Buffer.from(user['client-key-data'] ?? '', 'base64') };
}

/** Passes bytes on as they are, TLS and all, until told to swallow them: for what happens below HTTP. */
export class BytePipe {
  readonly #server: TcpServer;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  connections = 0;

  private constructor(server: string) {
    const { hostname, port } = new URL(server);
    this.#server = createTcpServer((client) => {
      this.connections += 1;
      const upstream = connect(Number(port), hostname);
      const pair = [client, upstream] as const;
      this.#pairs.add(pair);
      for (const [from, to] of [pair, [upstream, client] as const]) {
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => this.#pairs.delete(pair));
      }
    });
  }

  static async start(server: string): Promise<BytePipe> {
    const pipe = new BytePipe(server);
    await new Promise<void>((resolve) => pipe.#server.listen(0, '127.0.0.1', resolve));
    return pipe;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** All connections that are open now stay open and carry nothing any more, as when a firewall forgets them. New ones work. */
  swallow(): void {
    for (const [client, upstream] of this.#pairs) {
      client.unpipe();
      upstream.unpipe();
      client.resume();
      upstream.resume();
    }
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
