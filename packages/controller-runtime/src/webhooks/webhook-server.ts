import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Server } from 'node:https';
import type { Logger } from '../log.ts';
import type { AdmissionWebhook } from '../webhook.ts';
import { reviewDefaults, reviewValidation } from './admission-review.ts';
import type { AdmissionRequest, AdmissionResponse, ReviewDependencies } from './admission-review.ts';
import { mutatingPath, validatingPath } from './webhook-paths.ts';

export interface ServingCertificate {
  readonly cert: string;
  readonly key: string;
}

export interface WebhookServerOptions extends ReviewDependencies {
  readonly webhooks: readonly AdmissionWebhook[];
  readonly certificate: ServingCertificate;
  readonly minTlsVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly ciphers: string | undefined;
  readonly log: Logger;
}

export interface WebhookServer {
  listen(host: string, port: number): Promise<void>;
  /** New connections use the new certificate; running ones go on. */
  replaceCertificate(certificate: ServingCertificate): void;
  close(): Promise<void>;
}

/** The API server sends objects of up to 3 MiB (etcd's 1.5 MiB and some), twice on updates. */
const bodyLimit = 8 * 1024 * 1024;

/** Serves all admission webhooks of a service. */
export function createWebhookServer(options: WebhookServerOptions): WebhookServer {
  const tls = { minVersion: options.minTlsVersion, ...(options.ciphers ? { ciphers: options.ciphers } : {}) };
  const app = fastify({ https: { ...options.certificate, ...tls }, bodyLimit, forceCloseConnections: true }) as unknown as FastifyInstance<Server>;
  for (const webhook of options.webhooks) {
    if (webhook.defaults) route(app, mutatingPath(webhook), (request) => reviewDefaults(webhook, request, options));
    if (webhook.validate) route(app, validatingPath(webhook), (request) => reviewValidation(webhook, request, options));
  }
  return {
    async listen(host, port) {
      await app.listen({ host, port });
      options.log.info('Serving webhooks', { host, port, reason: 'start' });
    },
    replaceCertificate: (certificate) => app.server.setSecureContext({ ...certificate, ...tls }),
    close: () => app.close(),
  };
}

function route(app: FastifyInstance<Server>, path: string, review: (request: AdmissionRequest) => Promise<AdmissionResponse>): void {
  app.post(path, async (http, reply) => {
    const body = http.body as { request?: AdmissionRequest } | undefined;
    if (!body?.request?.uid) return reply.code(400).send({ message: 'body must be an admission.k8s.io/v1 AdmissionReview with a request' });
    return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: await review(body.request) };
  });
}
