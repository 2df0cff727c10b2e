import { Secrets, type Secret } from '@clusterwright/api/kubernetes';
import { fakeClient } from '@clusterwright/test-env/client.fake';
import { createClusterSecrets, secretKeyIndex, secretKeyValues } from './cluster-secrets.ts';

const signal = new AbortController().signal;
const key = { namespace: 'ns', name: 'c-ca' };
const secret = (data: string): Secret => ({ apiVersion: 'v1', kind: 'Secret', metadata: { ...key }, data: { 'tls.crt': data } });

/** A client whose cache holds only Secrets with a label, as in production. */
function aWorld(...objects: Secret[]) {
  const isLabelled = ({ metadata }: Secret): boolean => metadata.labels !== undefined;
  const client = fakeClient({ objects, indexes: { Secret: { [secretKeyIndex]: (object: Secret) => (isLabelled(object) ? secretKeyValues(object) : []) } } });
  return { client, secrets: createClusterSecrets(client) };
}

test('a Secret that does not exist costs no request', async () => {
  const { client, secrets } = aWorld();
  expect(await secrets.find(key)).toBeUndefined();
  expect(client.calls).toEqual([]);
});

test('a Secret with label comes from the cache', async () => {
  const { client, secrets } = aWorld({ ...secret('YQ=='), metadata: { ...key, labels: { 'cluster.x-k8s.io/cluster-name': 'c' } } });
  expect((await secrets.find(key))?.data).toEqual({ 'tls.crt': 'YQ==' });
  expect(client.calls).toEqual([]);
});

test('a Secret without label is met by create, and known from then on', async () => {
  const { client, secrets } = aWorld(secret('dGhlaXJz'));
  expect((await secrets.create(secret('b3Vycw=='), signal)).data).toEqual({ 'tls.crt': 'dGhlaXJz' });
  expect((await secrets.find(key))?.data).toEqual({ 'tls.crt': 'dGhlaXJz' });
  client.remove(Secrets, key);
  expect(await secrets.find(key)).toBeUndefined();
  const calls = client.calls.length;
  expect(await secrets.find(key)).toBeUndefined();
  expect(client.calls).toHaveLength(calls);
});

test('another failure of create is not taken for an existing Secret', async () => {
  const { client, secrets } = aWorld();
  client.failNext('create', new Error('no'));
  await expect(secrets.create(secret('YQ=='), signal)).rejects.toThrow('no');
});
