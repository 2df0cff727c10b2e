import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { Pki } from './pki.ts';

export interface AdminRequest {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** One request to the API server as its administrator, on a connection of its own. For the few calls before a client exists. */
export function adminRequest(server: string, pki: Pki, { method = 'GET', path, body, contentType = 'application/json' }: AdminRequest): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, server),
      { method, ca: readFileSync(pki.ca), cert: pki.admin.certificate, key: pki.admin.key, timeout: 10_000, agent: false, headers: body === undefined ? {} : { 'content-type': contentType } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${path} within 10 s`)));
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
