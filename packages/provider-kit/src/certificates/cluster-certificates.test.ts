import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Secret } from '@clusterwright/api/kubernetes';
import { certificateFiles, certificateSecret, controlPlaneCertificates, generateClusterCertificate, lookupCertificates, missingCertificate, workerCertificates } from './cluster-certificates.ts';

const cluster = { namespace: 'ns', name: 'c' };
const now = new Date('2026-11-21T10:00:00Z');
const b64 = (text: string): string => Buffer.from(text).toString('base64');
const secretOf = (name: string, data: Record<string, string>): Secret => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'ns' }, data });
const reader = (...secrets: readonly Secret[]) => async ({ name }: { name: string }) => secrets.find(({ metadata }) => metadata.name === name);
const external = { etcd: { external: { caFile: '/e/ca.crt', certFile: '/e/client.crt', keyFile: '/e/client.key' } } };

test('a control plane with local etcd needs four pairs, in kubeadm’s places', () => {
  expect(controlPlaneCertificates(undefined).map(({ purpose, certPath, keyPath }) => [purpose, certPath, keyPath])).toEqual([
    ['ca', '/etc/kubernetes/pki/ca.crt', '/etc/kubernetes/pki/ca.key'],
    ['etcd', '/etc/kubernetes/pki/etcd/ca.crt', '/etc/kubernetes/pki/etcd/ca.key'],
    ['proxy', '/etc/kubernetes/pki/front-proxy-ca.crt', '/etc/kubernetes/pki/front-proxy-ca.key'],
    ['sa', '/etc/kubernetes/pki/sa.pub', '/etc/kubernetes/pki/sa.key'],
  ]);
});

test('certificatesDir moves them, an external etcd brings its own', () => {
  expect(controlPlaneCertificates({ certificatesDir: '/pki', ...external }).map(({ purpose, certPath, keyPath, external: isExternal }) => [purpose, certPath, keyPath, isExternal])).toEqual([
    ['ca', '/pki/ca.crt', '/pki/ca.key', false],
    ['etcd', '/e/ca.crt', undefined, true],
    ['proxy', '/pki/front-proxy-ca.crt', '/pki/front-proxy-ca.key', false],
    ['sa', '/pki/sa.pub', '/pki/sa.key', false],
    ['apiserver-etcd-client', '/e/client.crt', '/e/client.key', true],
  ]);
});

test('lookup finds what exists and leaves the rest open', async () => {
  const found = await lookupCertificates(reader(secretOf('c-ca', { 'tls.crt': b64('CERT'), 'tls.key': b64('KEY') })), cluster, controlPlaneCertificates(undefined));
  expect(found.map(({ secretName, pair }) => [secretName, pair])).toEqual([['c-ca', { cert: 'CERT', key: 'KEY' }], ['c-etcd', undefined], ['c-proxy', undefined], ['c-sa', undefined]]);
});

test('lookup names a Secret without certificate', async () => {
  await expect(lookupCertificates(reader(secretOf('c-ca', { 'tls.key': b64('KEY') })), cluster, workerCertificates())).rejects.toMatchObject({
    problem: 'Invalid',
    message: 'failed to read keypair from certificate ns/c-ca: missing data for key tls.crt',
  });
});

test('lookup names an external certificate the user has not supplied', async () => {
  await expect(lookupCertificates(reader(), cluster, controlPlaneCertificates(external))).rejects.toMatchObject({ problem: 'Missing', message: 'external certificate not found: Secret ns/c-etcd does not exist' });
});

const complete = { 'tls.crt': b64('CERT'), 'tls.key': b64('KEY') };
const problems: { name: string; why: string; ca: Record<string, string> | undefined; want: string | undefined }[] = [
  { name: 'all there', why: 'nothing to say', ca: complete, want: undefined },
  { name: 'no Secret', why: 'it was deleted', ca: undefined, want: 'missing certificate: Secret c-ca does not exist' },
  { name: 'empty certificate', why: 'a key alone is no use', ca: { 'tls.crt': '', 'tls.key': b64('KEY') }, want: 'missing crt data for certificate: ca: key tls.crt of Secret c-ca is empty' },
  { name: 'no key', why: 'a control plane signs with it', ca: { 'tls.crt': b64('CERT') }, want: 'missing key data for certificate: ca: key tls.key of Secret c-ca is empty' },
];
test.each(problems)('missingCertificate: $name → $want ($why)', async ({ ca, want }) => {
  const others = ['c-etcd', 'c-proxy', 'c-sa'].map((name) => secretOf(name, complete));
  const found = await lookupCertificates(reader(...others, ...(ca ? [secretOf('c-ca', ca)] : [])), cluster, controlPlaneCertificates(undefined));
  expect(missingCertificate(found)?.message).toBe(want);
});

test('an external etcd authority may lack its key', async () => {
  const secrets = ['c-ca', 'c-proxy', 'c-sa', 'c-apiserver-etcd-client'].map((name) => secretOf(name, complete));
  const found = await lookupCertificates(reader(...secrets, secretOf('c-etcd', { 'tls.crt': b64('CERT') })), cluster, controlPlaneCertificates(external));
  expect(missingCertificate(found)).toBeUndefined();
});

test('service account keys are a bare key pair', async () => {
  const { cert, key } = await generateClusterCertificate('sa', { encryptionAlgorithm: 'ECDSA-P256' }, now);
  expect(createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'pem' })).toBe(cert);
});

test('a generated pair becomes a Secret of the owner, and comes back from it', async () => {
  const owner = { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', name: 'c-cp', uid: 'u', controller: true, blockOwnerDeletion: true };
  const secret = certificateSecret(cluster, 'ca', { cert: 'CERT', key: 'KEY' }, owner);
  expect(secret).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'c-ca', namespace: 'ns', labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [owner] },
    type: 'cluster.x-k8s.io/secret',
    data: { 'tls.crt': 'Q0VSVA==', 'tls.key': 'S0VZ' },
  });
  const [found] = await lookupCertificates(reader(secret), cluster, workerCertificates());
  expect(found?.pair).toEqual({ cert: 'CERT', key: 'KEY' });
});

test('files: certificates 0640, keys 0600, nothing where there is nothing', async () => {
  const found = await lookupCertificates(reader(secretOf('c-ca', complete)), cluster, controlPlaneCertificates(undefined));
  expect(certificateFiles(found)).toEqual([
    { path: '/etc/kubernetes/pki/ca.crt', owner: 'root:root', permissions: '0640', content: 'CERT' },
    { path: '/etc/kubernetes/pki/ca.key', owner: 'root:root', permissions: '0600', content: 'KEY' },
  ]);
});
