import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import type { Http2SecureServer, Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import type { Random } from './random.ts';

/** How often each fault happens, from 0 (never) to 1 (always). */
export interface FaultRates {
  /** The answer comes late. */
  readonly delay: number;
  /** The connection breaks before the request reaches the API server. */
  readonly drop: number;
  /** The API server carries the request out, and the answer is lost. */
  readonly loseAnswer: number;
  /** Writes are refused as conflicts. */
  readonly conflict: number;
  readonly tooManyRequests: number;
  readonly internalError: number;
}

export const noFaults: FaultRates = { delay: 0, drop: 0, loseAnswer: 0, conflict: 0, tooManyRequests: 0, internalError: 0 };

/** Between the services and the API server: passes everything on, except what goes wrong. Serves with the API server's own certificate, so kubeconfigs differ in the port only. */
export class FaultProxy {
  rates: FaultRates = noFaults;
  /** What was done to requests, by kind of fault. */
  readonly counts: Record<string, number> = {};
  readonly #server: Http2SecureServer;
  readonly #upstream: URL;
  readonly #agent: Agent;
  readonly #random: Random;

  constructor({ server, dir, random }: { server: string; dir: string; random: Random }) {
    this.#upstream = new URL(server);
    this.#random = random;
    const at = (name: string): Buffer => readFileSync(join(dir, 'pki', name));
    this.#agent = new Agent({ ca: at('ca.crt'), keepAlive: true });
    this.#server = createSecureServer({ cert: at('apiserver.crt'), key: at('apiserver.key'), allowHTTP1: true }, (incoming, outgoing) => void this.#handle(incoming, outgoing));
  }

  /** Starts to listen and returns the address to use in place of the API server's. */
  listen(): Promise<string> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(`https://127.0.0.1:${String(typeof address === 'object' && address ? address.port : 0)}`);
      });
    });
  }

  close(): void {
    this.#server.close();
    this.#agent.destroy();
  }

  async #handle(incoming: Http2ServerRequest, outgoing: Http2ServerResponse): Promise<void> {
    const fault = this.#choose(incoming.method);
    this.counts[fault] = (this.counts[fault] ?? 0) + 1;
    // A broken stream is the fault that was asked for, or the other side's end.
    incoming.on('error', () => undefined);
    outgoing.on('error', () => undefined);
    if (fault === 'drop') return void outgoing.stream.destroy();
    const refusal = refusals[fault];
    if (refusal) return refuse(outgoing, refusal);
    if (fault === 'delay') await new Promise((resolve) => setTimeout(resolve, this.#random.between(50, 1500)));
    this.#forward(incoming, outgoing, fault === 'loseAnswer');
  }

  #choose(method: string): string {
    const isWrite = method !== 'GET';
    for (const [fault, rate] of Object.entries(this.rates) as [keyof FaultRates, number][]) {
      if (this.#random.chance(rate) && (isWrite || fault !== 'conflict')) return fault;
    }
    return 'none';
  }

  #forward(incoming: Http2ServerRequest, outgoing: Http2ServerResponse, loseAnswer: boolean): void {
    const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !name.startsWith(':')));
    const upstream = request(new URL(incoming.url, this.#upstream), { method: incoming.method, headers, agent: this.#agent }, (answer) => {
      if (loseAnswer) {
        answer.resume();
        outgoing.stream.destroy();
        return;
      }
      const { connection: _connection, 'transfer-encoding': _encoding, 'keep-alive': _keepAlive, ...rest } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, rest);
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.stream.destroy());
    });
    upstream.on('error', () => outgoing.stream.destroy());
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  }
}

interface Refusal {
  readonly code: number;
  readonly reason: string;
}

const refusals: Readonly<Record<string, Refusal | undefined>> = {
  conflict: { code: 409, reason: 'Conflict' },
  tooManyRequests: { code: 429, reason: 'TooManyRequests' },
  internalError: { code: 500, reason: 'InternalError' },
};

function refuse(outgoing: Http2ServerResponse, { code, reason }: Refusal): void {
  outgoing.writeHead(code, { 'content-type': 'application/json', ...(code === 429 ? { 'retry-after': '1' } : {}) });
  outgoing.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code, message: `injected by the fault proxy: ${reason}` }));
}
