import { bridgeToSocket } from '@clusterwright/kube-client/socket-bridge';
import { duplexPair, type Duplex } from 'node:stream';
import { createServer } from 'node:tls';
import { generateCertificateAuthority, signCertificate } from '@clusterwright/provider-kit/certificates/signing';
import type { KubeClient } from '@clusterwright/kube-client';
import { servingCertificates } from './serving-certificates.ts';

const now = new Date('2026-11-21T12:00:00Z');
const pod = { namespace: 'kube-system', name: 'kube-apiserver-n' };
const signal = new AbortController().signal;

async function aServer(commonName: string): Promise<() => Duplex> {
  const authority = await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' });
  const leaf = await signCertificate(authority, { now, commonName, usages: ['serverAuth'], algorithm: 'ECDSA-P256', validityDays: 10 });
  const server = createServer({ cert: leaf.cert + authority.cert, key: leaf.key });
  server.on('tlsClientError', () => undefined);
  return () => {
    const [client, side] = duplexPair();
    side.on('error', () => undefined);
    void bridgeToSocket(side).then((socket) => server.emit('connection', socket));
    return client;
  };
}

const clientOf = (open: () => Duplex) => ({ portForward: async () => open() }) as unknown as KubeClient; // nothing else is used

test('tells when the API server’s certificate expires, trusted or not', async () => {
  const open = await aServer('kube-apiserver');
  expect((await servingCertificates.expiry(clientOf(open), pod, 6443, signal)).toISOString()).toBe('2026-12-01T12:00:00.000Z');
});

const failures = [
  { name: 'another server', why: 'a proxy may answer in its place', open: () => aServer('proxy'), want: 'unable to get certificate expiry for Pod kube-system/kube-apiserver-n: no certificate with CN=kube-apiserver was presented' },
  {
    name: 'a server that hangs up',
    why: 'it is not ready yet',
    open: async () => () => {
      const [client, side] = duplexPair();
      side.end();
      return client;
    },
    want: /^unable to get certificate expiry for Pod kube-system\/kube-apiserver-n: /,
  },
];
test.each(failures)('fails for $name ($why)', async ({ open, want }) => {
  const message = typeof want === 'string' ? want : expect.stringMatching(want);
  await expect(servingCertificates.expiry(clientOf(await open()), pod, 6443, signal)).rejects.toMatchObject({ code: 'ServingCertificate', message });
});

test('gives up when the pass ends', async () => {
  const pass = new AbortController();
  const expiry = servingCertificates.expiry(clientOf(() => duplexPair()[0]), pod, 6443, pass.signal);
  setImmediate(() => pass.abort(new Error('pass is over')));
  await expect(expiry).rejects.toMatchObject({ message: expect.stringContaining('pass is over') });
});
