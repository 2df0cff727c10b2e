import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import { fakeClient } from '@clusterwright/test-env/client.fake';
import { createExternalObjects } from './external-objects.ts';

const reference = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'FooCluster', name: 'foo' };
const crd = (labels: Record<string, string>): KubeObject => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'fooclusters.infrastructure.cluster.x-k8s.io', labels } });
const fooCluster: KubeObject = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1', kind: 'FooCluster', metadata: { name: 'foo', namespace: 'default' } };
const labels = { 'cluster.x-k8s.io/v1beta2': 'v1' };
const resource = { group: 'infrastructure.cluster.x-k8s.io', version: 'v1', kind: 'FooCluster', plural: 'fooclusters', namespaced: true };

test('finds an object by a reference without version', async () => {
  const external = createExternalObjects({ client: fakeClient([crd(labels), fooCluster]) });
  expect(await external.get(reference, 'default')).toMatchObject({ kind: 'found', contract: 'v1beta2', resource, object: { metadata: { name: 'foo' } } });
});

test('an object that is not there, and a reference that is not set, are told apart', async () => {
  const external = createExternalObjects({ client: fakeClient([crd(labels)]) });
  expect(await external.get(reference, 'default')).toEqual({ kind: 'notFound' });
  expect(await external.get(undefined, 'default')).toEqual({ kind: 'unset' });
});

test.each([
  { name: 'no CRD', objects: [], code: 'ExternalKindNotFound' },
  { name: 'no contract label', objects: [crd({})], code: 'ContractLabelMissing' },
])('$name is an error that names the CRD, never "not found"', async ({ objects, code }) => {
  const external = createExternalObjects({ client: fakeClient(objects) });
  await expect(external.get(reference, 'default')).rejects.toMatchObject({ code, message: expect.stringContaining('fooclusters.infrastructure.cluster.x-k8s.io') });
});

test('kinds that are read are watched for everyone who asked', async () => {
  const watched: Resource[] = [];
  const toKeys = (): ObjectKey[] => [];
  const external = createExternalObjects({ client: fakeClient([crd(labels), fooCluster]) });
  external.wake({ watch: async (kind) => void watched.push(kind) }, toKeys);
  await external.get(reference, 'default');
  await external.list(reference, { namespace: 'default', labels: {} });
  expect(watched).toEqual([resource, resource]);
});

test('lists the objects of a kind by labels', async () => {
  const labelled = { ...fooCluster, metadata: { ...fooCluster.metadata, name: 'bar', labels: { a: 'b' } } };
  const external = createExternalObjects({ client: fakeClient([crd(labels), fooCluster, labelled]) });
  expect((await external.list(reference, { namespace: 'default', labels: { a: 'b' } })).map(({ metadata }) => metadata.name)).toEqual(['bar']);
  expect(await external.list(reference, { namespace: 'other', labels: {} })).toEqual([]);
});
