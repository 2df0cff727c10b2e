import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { KubeClient } from '@clusterwright/kube-client';
import type { KubeObject, Resource } from '@clusterwright/api';
import type { MetricsRegistry } from '../manager.ts';
import type { ServingCertificate } from '../webhooks/webhook-server.ts';
import type { ListenAddress } from './listen-address.ts';
import type { TlsOptions } from './tls-options.ts';

export type ReadyChecks = ReadonlyMap<string, () => true | string>;

export interface ProbeServer {
  close(): Promise<void>;
}

/** `/healthz` and `/readyz`, and each check below them; a failing check says why (spec 9.1). */
export async function serveHealth(address: ListenAddress, checks: ReadyChecks): Promise<ProbeServer> {
  const app = fastify({ forceCloseConnections: true });
  app.get('/healthz', () => 'ok');
  app.get('/readyz', (_request, reply) => {
    const failing = [...checks].flatMap(([name, check]) => {
      const result = check();
      return result === true ? [] : [`${name}: ${result}`];
    });
    return failing.length === 0 ? 'ok' : reply.code(500).send(`${failing.join('\n')}\n`);
  });
  app.get<{ Params: { name: string } }>('/readyz/:name', (request, reply) => {
    const result = checks.get(request.params.name)?.();
    if (result === undefined) return reply.code(404).send('no such check\n');
    return result === true ? 'ok' : reply.code(500).send(`${result}\n`);
  });
  await app.listen(address);
  return app;
}

/** Asks the API server whether a bearer token may read a path; for metrics that are not open to all. */
export interface Authorizer {
  mayGet(token: string, path: string): Promise<boolean>;
}

interface TokenReview extends KubeObject {
  readonly spec: { readonly token: string };
  readonly status?: { readonly authenticated?: boolean; readonly user?: { readonly username?: string; readonly groups?: string[]; readonly uid?: string } };
}
interface SubjectAccessReview extends KubeObject {
  readonly spec: { readonly user: string | undefined; readonly groups: string[] | undefined; readonly uid: string | undefined; readonly nonResourceAttributes: { readonly path: string; readonly verb: string } };
  readonly status?: { readonly allowed?: boolean };
}
// The API server gives them no name.
const metadata = { name: '' };
const tokenReviews: Resource<TokenReview> = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenReview', plural: 'tokenreviews', namespaced: false };
const accessReviews: Resource<SubjectAccessReview> = { group: 'authorization.k8s.io', version: 'v1', kind: 'SubjectAccessReview', plural: 'subjectaccessreviews', namespaced: false };

export function createAuthorizer(client: KubeClient): Authorizer {
  return {
    async mayGet(token, path) {
      const { status } = await client.create(tokenReviews, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', metadata, spec: { token } });
      if (!status?.authenticated) return false;
      const spec = { user: status.user?.username, groups: status.user?.groups, uid: status.user?.uid, nonResourceAttributes: { path, verb: 'get' } };
      const answer = await client.create(accessReviews, { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', metadata, spec });
      return answer.status?.allowed === true;
    },
  };
}

/** `/metrics`: over TLS and only for those who may, unless `insecure`. */
export async function serveDiagnostics(address: ListenAddress, metrics: MetricsRegistry, security: { certificate: ServingCertificate; authorizer: Authorizer; tls?: TlsOptions } | 'insecure'): Promise<ProbeServer> {
  // The type of a TLS server is another than that of a plain one, with the same methods.
  const app = (security === 'insecure' ? fastify({ forceCloseConnections: true }) : fastify({ https: { ...security.certificate, ...security.tls }, forceCloseConnections: true })) as unknown as FastifyInstance;
  app.get('/metrics', async (request, reply) => {
    if (security !== 'insecure') {
      const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
      if (!token) return reply.code(401).send('a bearer token is needed\n');
      if (!(await security.authorizer.mayGet(token, '/metrics'))) return reply.code(403).send('this token may not get /metrics\n');
    }
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.render());
  });
  await app.listen(address);
  return app;
}
