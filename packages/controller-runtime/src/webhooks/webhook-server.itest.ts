import { once } from 'node:events';
import { request } from 'node:https';
import { connect } from 'node:tls';
import type { KubeObject } from '@clusterwright/api';
import { fakeClient, fakeLogger, freePorts } from '@clusterwright/test-env';
import { createMetricsRegistry } from '../metrics/prometheus.ts';
import type { AdmissionWebhook } from '../webhook.ts';
import { issueAuthority, issueServingCertificate } from './issue-certificate.ts';
import type { CertificateAuthority } from './issue-certificate.ts';
import { createWebhookServer } from './webhook-server.ts';
import type { WebhookServer } from './webhook-server.ts';

const day = 24 * 3_600_000;
const lifetime = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) };
const names = { dns: ['localhost'], ips: ['127.0.0.1'] };
const path = '/validate-g-v1-thing';
const webhook = {
  resource: { group: 'g', version: 'v1', kind: 'Thing', plural: 'things', namespaced: true },
  validate: (object: KubeObject & { spec?: { bad?: boolean } }) => (object.spec?.bad ? [{ field: 'spec.bad', type: 'Forbidden', detail: 'no' }] : []),
} as unknown as AdmissionWebhook;

let authority: CertificateAuthority;
let server: WebhookServer;
let port: number;
const metrics = createMetricsRegistry();

beforeAll(async () => {
  authority = await issueAuthority('test', lifetime);
  [port = 0] = await freePorts(1);
  server = createWebhookServer({ webhooks: [webhook], certificate: await issueServingCertificate(authority, names, lifetime), client: fakeClient(), now: () => new Date(), minTlsVersion: 'TLSv1.2', ciphers: undefined, log: fakeLogger(), metrics });
  await server.listen('127.0.0.1', port);
});
afterAll(() => server.close());

/** POSTs as the API server does, trusting one authority. */
function post(body: string, { ca = authority.cert, at = path } = {}): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path: at, method: 'POST', ca, agent: false, headers: { 'content-type': 'application/json' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
const review = (spec: object): string => JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { uid: 'u1', operation: 'CREATE', object: { apiVersion: 'g/v1', kind: 'Thing', metadata: { name: 'a' }, spec } } });

test('answers reviews at the path of the kind', async () => {
  expect(await post(review({}))).toEqual({ status: 200, body: { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: 'u1', allowed: true } } });
  expect(await post(review({ bad: true }))).toMatchObject({ status: 200, body: { response: { uid: 'u1', allowed: false, status: { code: 422, details: { causes: [{ field: 'spec.bad' }] } } } } });
});

const malformed = [
  { name: 'no JSON', body: '{"request":', at: path, status: 400 },
  { name: 'no review', body: '{"hello":"world"}', at: path, status: 400 },
  { name: 'an empty body', body: '', at: path, status: 400 },
  { name: 'a kind nobody serves', body: review({}), at: '/validate-g-v1-other', status: 404 },
  { name: 'an object that is too large', body: review({ text: 'x'.repeat(9 * 1024 * 1024) }), at: path, status: 413 },
];
test.each(malformed)('$name is answered with $status, and the server goes on', async ({ body, at, status }) => {
  // A body that is too large may be answered before it is read to its end.
  const answer = await post(body, { at }).catch((error: { code: string }) => ({ status: error.code === 'EPIPE' || error.code === 'ECONNRESET' ? 413 : 0 }));
  expect(answer.status).toBe(status);
  expect((await post(review({}))).status).toBe(200);
});

test('a large object within the limits of the API server passes', async () => {
  expect((await post(review({ text: 'x'.repeat(3 * 1024 * 1024) }))).status).toBe(200);
});

test('connections that speak no TLS, or nothing at all, do not end it', async () => {
  const silent = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await once(silent, 'secureConnect');
  silent.destroy();
  const plain = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST' }).then(() => 'answered', () => 'refused');
  expect(plain).toBe('refused');
  expect((await post(review({}))).status).toBe(200);
});

test('a certificate that is replaced serves new connections; one that does not fit is refused and the old one stays', async () => {
  const next = await issueAuthority('next', lifetime);
  const [certificate, other] = [await issueServingCertificate(next, names, lifetime), await issueServingCertificate(next, names, lifetime)];
  expect(() => server.replaceCertificate({ cert: certificate.cert, key: other.key })).toThrow('key values mismatch');
  expect((await post(review({}))).status).toBe(200);
  server.replaceCertificate(certificate);
  expect((await post(review({}), { ca: next.cert })).status).toBe(200);
  await expect(post(review({}))).rejects.toThrow(/certificate/);
  server.replaceCertificate(await issueServingCertificate(authority, names, lifetime));
});

test('requests are counted by webhook and status', async () => {
  expect(await metrics.render()).toMatch(/controller_runtime_webhook_requests_total\{webhook="\/validate-g-v1-thing",code="200"\} \d+/);
  expect(await metrics.render()).toContain('controller_runtime_webhook_requests_in_flight{webhook="/validate-g-v1-thing"} 0');
});
