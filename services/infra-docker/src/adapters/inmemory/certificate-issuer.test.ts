import { X509Certificate } from 'node:crypto';
import { generateCertificateAuthority } from '@clusterwright/provider-kit/certificates/signing';
import { CertificateIssuer } from './certificate-issuer.ts';
import { systemClock } from './clock.ts';

const anAuthority = () => generateCertificateAuthority({ now: new Date(), algorithm: 'ECDSA-P256' });
const subject = { commonName: 'etcd-a', dnsNames: ['localhost', 'etcd-a'], host: '10.0.0.1', usages: ['serverAuth'] } as const;

test.each([
  { host: '10.0.0.1', why: 'an address', want: 'DNS:localhost, DNS:etcd-a, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:10.0.0.1' },
  { host: '127.0.0.1', why: 'named once', want: 'DNS:localhost, DNS:etcd-a, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1' },
  { host: 'lb.example.com', why: 'a name', want: 'DNS:localhost, DNS:etcd-a, DNS:lb.example.com, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1' },
])('a certificate is good for the host of the endpoint: $host ($why)', async ({ host, want }) => {
  const { cert } = await new CertificateIssuer(systemClock).issue(await anAuthority(), { ...subject, host });
  expect(new X509Certificate(cert).subjectAltName).toBe(want);
});

test('many that are wanted at once are made a few at a time, all of them', async () => {
  let begun = 0;
  const issuer = new CertificateIssuer({ ...systemClock, now: () => ((begun += 1), new Date()) });
  const authority = await anAuthority();
  const issued = Promise.all(Array.from({ length: 6 }, () => issuer.issue(authority, subject)));
  expect(begun).toBe(2);
  expect(await issued).toHaveLength(6);
  expect(begun).toBe(6);
});

test('failures hold up nobody', async () => {
  const issuer = new CertificateIssuer(systemClock);
  const [authority, other] = await Promise.all([anAuthority(), anAuthority()]);
  const failing = Array.from({ length: 4 }, () => issuer.issue({ cert: authority.cert, key: other.key }, subject));
  const good = issuer.issue(authority, subject);
  for (const result of await Promise.allSettled(failing)) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'Certificate', problem: 'Invalid' } });
  await expect(good).resolves.toHaveProperty('cert');
  await expect(issuer.issue(authority, subject)).resolves.toHaveProperty('cert');
});
