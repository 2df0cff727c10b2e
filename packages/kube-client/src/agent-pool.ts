import { createHash } from 'node:crypto';
import { Agent } from 'undici';
import type { Credentials } from './connection.ts';
import { secureContextOf } from './secure-context.ts';

/** Sent while requests are running; an unanswered one is how a peer that vanished is noticed on a quiet connection. */
const pingIntervalMs = 15_000;

/** Connections to one API server: HTTP/2 where it is offered (all requests and watches on one), otherwise HTTP/1.1 with as many as there are requests. */
export class AgentPool {
  readonly #connectTimeoutMs: number;
  readonly #agents = new Set<Agent>();
  #current: { readonly credentials: Credentials; readonly hash: string; readonly agent: Agent } | undefined;

  constructor(options: { readonly connectTimeoutMs: number }) {
    this.#connectTimeoutMs = options.connectTimeoutMs;
  }

  /** The agent for these credentials. Requests that run on other credentials keep their connections, which close when the last of them ends. */
  agentFor(credentials: Credentials): Agent {
    if (this.#current?.credentials === credentials) return this.#current.agent;
    const hash = hashOf(credentials);
    const agent = this.#current?.hash === hash ? this.#current.agent : this.#replace(credentials);
    this.#current = { credentials, hash, agent };
    return agent;
  }

  /** Ends all connections, running requests and watches included. */
  async close(): Promise<void> {
    const agents = [...this.#agents];
    this.#agents.clear();
    this.#current = undefined;
    await Promise.all(agents.map((agent) => agent.destroy()));
  }

  #replace(credentials: Credentials): Agent {
    const previous = this.#current?.agent;
    const { tlsServerName, insecureSkipTlsVerify } = credentials;
    const connect = { secureContext: secureContextOf(credentials), rejectUnauthorized: !insecureSkipTlsVerify, timeout: this.#connectTimeoutMs, ...(tlsServerName ? { servername: tlsServerName } : {}) };
    const agent = new Agent({ allowH2: true, pingInterval: pingIntervalMs, connect });
    this.#agents.add(agent);
    if (previous) void previous.close().catch(() => undefined).finally(() => this.#agents.delete(previous));
    return agent;
  }
}

/** Tokens are sent with each request and need no new connection. */
function hashOf({ ca, cert, key, tlsServerName, insecureSkipTlsVerify }: Credentials): string {
  return createHash('sha256').update(JSON.stringify([ca, cert, key, tlsServerName, insecureSkipTlsVerify])).digest('hex');
}
