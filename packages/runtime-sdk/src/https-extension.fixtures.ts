import { createServer } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { issueAuthority, issueServingCertificate } from '@clusterwright/controller-runtime/webhooks/issue-certificate';
import type { CertificateAuthority } from '@clusterwright/controller-runtime/webhooks/issue-certificate';

export interface ReceivedCall {
  readonly url: string;
  readonly body: Record<string, unknown>;
  /** Common name of the client's certificate. */
  readonly client: string | undefined;
}

export interface ExtensionAnswer {
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON; a promise is waited for. */
  readonly body?: unknown;
}

/** A runtime extension on a real HTTPS port with a certificate of its own authority. */
export interface HttpsExtension {
  readonly url: string;
  /** The authority, as ExtensionConfigs and Secrets have it: PEM in base64. */
  readonly caBundle: string;
  readonly calls: ReceivedCall[];
  /** Answers from now on; by the last parts of the path. */
  answer: (call: ReceivedCall) => ExtensionAnswer | Promise<ExtensionAnswer>;
  /** Another process takes the port over: kept connections are closed. */
  dropConnections(): void;
  close(): Promise<void>;
}

const lifetime = { notBefore: new Date(Date.now() - 3_600_000), notAfter: new Date(Date.now() + 3_600_000) };

export const anAuthority = (name: string): Promise<CertificateAuthority> => issueAuthority(name, lifetime);
export const aCertificate = (authority: CertificateAuthority, host: string): Promise<{ cert: string; key: string }> => issueServingCertificate(authority, { dns: [host], ips: ['127.0.0.1'] }, lifetime);

export async function startHttpsExtension({ host = 'localhost' }: { readonly host?: string } = {}): Promise<HttpsExtension> {
  const authority = await anAuthority('extension');
  const certificate = await aCertificate(authority, host);
  const calls: ReceivedCall[] = [];
  const server = createServer({ ...certificate, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    void (async () => {
      const call: ReceivedCall = { url: request.url ?? '', body: JSON.parse(await textOf(request)) as Record<string, unknown>, client: (request.socket as TLSSocket).getPeerCertificate().subject?.CN as string | undefined };
      calls.push(call);
      const { code = 200, headers = {}, body = {} } = await extension.answer(call);
      response.writeHead(code, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const extension: HttpsExtension = {
    url: `https://localhost:${String(port)}/ext`,
    caBundle: Buffer.from(authority.cert).toString('base64'),
    calls,
    answer: () => ({ body: { status: 'Success' } }),
    dropConnections: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return extension;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
