import { X509Certificate } from 'node:crypto';
import { load } from 'js-yaml';
import { generateCertificateAuthority } from '../certificates/signing.ts';
import { buildKubeconfig, kubeconfigExpiry, kubeconfigOf, kubeconfigSecret, kubeconfigServer, needsRenewal, serverURL } from './kubeconfig.ts';

const now = new Date('2026-11-21T10:00:00Z');
const later = (days: number): Date => new Date(now.getTime() + days * 24 * 3600 * 1000);
const build = async () => buildKubeconfig({ clusterName: 'c', server: 'https://10.0.0.1:6443', authority: await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' }), now, algorithm: 'ECDSA-P256' });

test('buildKubeconfig names cluster, user and context as clusterctl and users expect', async () => {
  const kubeconfig = load(await build());
  expect(kubeconfig).toMatchObject({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443' } }],
    contexts: [{ name: 'c-admin@c', context: { cluster: 'c', user: 'c-admin' } }],
    'current-context': 'c-admin@c',
    users: [{ name: 'c-admin' }],
  });
  const { users, clusters } = kubeconfig as { users: [{ user: Record<string, string> }]; clusters: [{ cluster: Record<string, string> }] };
  const client = new X509Certificate(Buffer.from(users[0].user['client-certificate-data']!, 'base64'));
  const authority = new X509Certificate(Buffer.from(clusters[0].cluster['certificate-authority-data']!, 'base64'));
  expect(client.subject).toBe('O=system:masters\nCN=kubernetes-admin');
  expect(client.verify(authority.publicKey)).toBe(true);
});

const renewals = [
  { name: 'fresh', why: 'a year is left', at: now, want: false },
  { name: 'just before half', why: 'more than half is left', at: later(182), want: false },
  { name: 'just after half', why: 'less than half is left', at: later(183), want: true },
  { name: 'expired', why: 'nothing is left', at: later(400), want: true },
];
test('needsRenewal: at half of the client certificate’s life', async () => {
  const kubeconfig = await build();
  expect(kubeconfigExpiry(kubeconfig)?.toISOString()).toBe('2027-11-21T10:00:00.000Z');
  expect(renewals.map(({ at }) => needsRenewal(kubeconfig, at))).toEqual(renewals.map(({ want }) => want));
});

test('a kubeconfig with a token has nothing to renew', () => {
  expect(needsRenewal('users: [{name: x, user: {token: t}}]', now)).toBe(false);
});

test('kubeconfigServer finds the entry of the cluster', async () => {
  expect(kubeconfigServer(await build(), 'c')).toBe('https://10.0.0.1:6443');
  expect(kubeconfigServer(await build(), 'd')).toBeUndefined();
});

test('the Secret holds the text under value, and gives it back', () => {
  const owner = { apiVersion: 'a/v1', kind: 'K', name: 'k', uid: 'u' };
  const secret = kubeconfigSecret({ namespace: 'ns', name: 'c' }, 'text', owner);
  expect(secret).toMatchObject({ metadata: { name: 'c-kubeconfig', namespace: 'ns', labels: { 'cluster.x-k8s.io/cluster-name': 'c' }, ownerReferences: [owner] }, type: 'cluster.x-k8s.io/secret' });
  expect(kubeconfigOf(secret)).toBe('text');
  expect(() => kubeconfigOf({ ...secret, data: {} })).toThrow('missing key "value" in Secret ns/c-kubeconfig');
});

const endpoints = [
  { host: '10.0.0.1', port: 6443, want: 'https://10.0.0.1:6443' },
  { host: 'api.example', port: 443, want: 'https://api.example:443' },
  { host: 'fd00::1', port: 6443, want: 'https://[fd00::1]:6443' },
];
test.each(endpoints)('serverURL $host → $want', ({ host, port, want }) => {
  expect(serverURL({ host, port })).toBe(want);
});
