import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { KubeObject, Resource } from '@clusterwright/api';
import { createKubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { createTestNamespace, eventually, fakeLogger, freePorts, testControlPlane } from '@clusterwright/test-env';
import { createManager } from '../create-manager.ts';
import { done } from '../outcome.ts';
import { issueAuthority, issueServingCertificate } from '../webhooks/issue-certificate.ts';
import { serveHealth } from './probe-servers.ts';

interface CustomResourceDefinition extends KubeObject {
  spec: object;
}
const crds: Resource<CustomResourceDefinition> = { group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition', plural: 'customresourcedefinitions', namespaced: false };
const group = 'readiness.clusterwright.dev';
const gadgets = (version: string): Resource => ({ group, version, kind: 'Gadget', plural: 'gadgets', namespaced: true });
const crdName = `gadgets.${group}`;

const version = (name: string, storage: boolean) => ({ name, storage, served: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } });
const spec = (stored: string, conversion: object) => ({ group, scope: 'Namespaced', names: { kind: 'Gadget', plural: 'gadgets', singular: 'gadget', listKind: 'GadgetList' }, versions: ['v1', 'v2'].map((name) => version(name, name === stored)), conversion });

interface Review {
  readonly request: { readonly uid: string; readonly desiredAPIVersion: string; readonly objects: readonly KubeObject[] };
}

/** Converts what a service behind a Service would: not before it is ready, because the Service sends nothing to it until then. */
async function serveConversion(isReady: () => Promise<boolean>): Promise<{ server: FastifyInstance; clientConfig: object }> {
  const lifetime = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000) };
  const authority = await issueAuthority('test', lifetime);
  const server = fastify({ https: await issueServingCertificate(authority, { dns: ['localhost'], ips: ['127.0.0.1'] }, lifetime), forceCloseConnections: true });
  server.post<{ Body: Review }>('/convert', async ({ body: { request } }, reply) => {
    if (!(await isReady())) return reply.code(503).send('no endpoints available');
    const convertedObjects = request.objects.map((object) => ({ ...object, apiVersion: request.desiredAPIVersion }));
    return { apiVersion: 'apiextensions.k8s.io/v1', kind: 'ConversionReview', response: { uid: request.uid, result: { status: 'Success' }, convertedObjects } };
  });
  const url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/convert`;
  // The type of a TLS server is another than that of a plain one, with the same methods.
  return { server: server as unknown as FastifyInstance, clientConfig: { url, caBundle: Buffer.from(authority.cert).toString('base64') } };
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
});

test('a service whose own webhook converts what its caches have to list becomes ready, and then works', async () => {
  const controlPlane = await testControlPlane();
  const namespace = await createTestNamespace(controlPlane);
  const client = createKubeClient(loadConnection(controlPlane.kubeconfig));
  const [port = 0] = await freePorts(1);
  const conversion = await serveConversion(() => fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false));
  closers.push(() => client.close(), () => conversion.server.close());

  await client.create(crds, { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: crdName }, spec: spec('v1', { strategy: 'None' }) });
  closers.push(() => client.delete(crds, { name: crdName }).then(() => undefined));
  await eventually(() => client.create(gadgets('v1'), { apiVersion: `${group}/v1`, kind: 'Gadget', metadata: { name: 'old', namespace } }));
  const webhook = { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v1'], clientConfig: conversion.clientConfig } };
  await client.patch(crds, { name: crdName }, { type: 'merge', body: { spec: spec('v2', webhook) } });
  await eventually(() => expect(client.list(gadgets('v2'), { namespace })).rejects.toMatchObject({ message: expect.stringContaining('conversion webhook') }));

  const stop = new AbortController();
  closers.push(async () => stop.abort());
  const manager = createManager({ live: client, log: fakeLogger(), component: 'test', signal: stop.signal, namespace });
  const seen: string[] = [];
  const see = (gadget: KubeObject) => {
    seen.push(gadget.metadata.name);
    return done;
  };
  manager.addController({ for: gadgets('v2'), concurrency: 1, rbac: [], reconciler: { name: 'gadget', ownedConditions: [], gather: (gadget) => gadget, apply: [see] } });
  const server = await serveHealth({ host: '127.0.0.1', port }, manager.readyChecks);
  closers.push(() => server.close());
  await manager.synced();
  void manager.lead(stop.signal);
  await eventually(() => expect(seen).toEqual(['old']));
}, 60_000);
