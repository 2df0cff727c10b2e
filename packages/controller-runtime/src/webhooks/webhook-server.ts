import { fastify } from 'fastify';
import type { FastifyInstance, RouteShorthandOptions } from 'fastify';
import type { Server } from 'node:https';
import type { Logger } from '../log.ts';
import type { MetricsRegistry } from '../manager.ts';
import { webhookMetrics } from '../metrics/webhook-metrics.ts';
import type { WebhookMetrics } from '../metrics/webhook-metrics.ts';
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
  readonly metrics?: MetricsRegistry | undefined;
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
  // fastify's type for TLS servers leaves open which server it is; what hangs on it is `setSecureContext`.
  const app = fastify({ https: { ...options.certificate, ...tls }, bodyLimit, forceCloseConnections: true }) as unknown as FastifyInstance<Server>;
  const metrics = options.metrics && webhookMetrics(options.metrics);
  for (const webhook of options.webhooks) {
    if (webhook.defaults) route(app, { path: mutatingPath(webhook), metrics }, (request) => reviewDefaults(webhook, request, options));
    if (webhook.validate) route(app, { path: validatingPath(webhook), metrics }, (request) => reviewValidation(webhook, request, options));
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

function route(app: FastifyInstance<Server>, { path, metrics }: { path: string; metrics: WebhookMetrics | undefined }, review: (request: AdmissionRequest) => Promise<AdmissionResponse>): void {
  const hooks: RouteShorthandOptions<Server> = metrics
    ? {
        onRequest: async () => metrics.started(path),
        onResponse: async (_request, reply) => metrics.finished(path, reply.statusCode, reply.elapsedTime / 1000),
      }
    : {};
  app.post(path, hooks, async (http, reply) => {
    const body = http.body as { request?: AdmissionRequest } | undefined;
    if (!body?.request?.uid) return reply.code(400).send({ message: 'body must be an admission.k8s.io/v1 AdmissionReview with a request' });
    return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: await review(body.request) };
  });
}
