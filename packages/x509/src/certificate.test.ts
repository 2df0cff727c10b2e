import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSign, signCertificate, toBeSigned, type CertificateTemplate } from './certificate.ts';
import { readElements } from './der-reader.ts';
import { distinguishedName } from './distinguished-name.ts';
import { goCertificates } from './go-certificates.fixtures.ts';
import { issuerFrom } from './issuer.ts';
import { signatureAlgorithm } from './signature-algorithm.ts';

const notBefore = new Date('2026-11-21T09:55:00Z');
const notAfter = new Date('2036-11-18T10:00:00Z');
const lifetime = { notBefore, notAfter };
const authorityTemplate = { subject: [['CN', 'kubernetes']], ...lifetime, keyUsages: ['digitalSignature', 'keyEncipherment', 'keyCertSign'], basicConstraints: { ca: true, pathLength: 0 } } as const;
const leafTemplate = {
  subject: [
    ['O', 'system:masters'],
    ['CN', 'Größe'],
  ],
  ...lifetime,
  keyUsages: ['digitalSignature', 'keyEncipherment'],
  extendedKeyUsages: ['clientAuth', 'serverAuth'],
  dnsNames: ['localhost', 'c.example'],
  ipAddresses: ['10.0.0.1', '2001:db8::1:0:0:9', '::ffff:192.0.2.1'],
} as const;

const spki = (key: KeyObject): Buffer => createPublicKey(key.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'spki', format: 'der' });
const keys = {
  'RSA-2048': generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'ECDSA-P256': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'ECDSA-P384': generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  'ECDSA-P521': generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  Ed25519: generateKeyPairSync('ed25519').privateKey,
};

/** What `openssl` says; undefined where it is not installed, as in a minimal container. */
const hasOpenssl = ((): boolean => {
  try {
    return execFileSync('openssl', ['version']).length > 0;
  } catch {
    return false;
  }
})();

function opensslVerify(authority: string, leaf: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'x509-'));
  try {
    writeFileSync(join(directory, 'ca.pem'), authority);
    writeFileSync(join(directory, 'leaf.pem'), leaf);
    return execFileSync('openssl', ['verify', '-x509_strict', '-attime', String(notBefore.getTime() / 1000 + 1), '-CAfile', join(directory, 'ca.pem'), join(directory, 'leaf.pem')], { encoding: 'utf8' });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Body, algorithm and serial number of a certificate somebody else made. */
function partsOf(certificate: X509Certificate): { body: Buffer; algorithm: Buffer; serial: Buffer } {
  const [body, algorithm] = readElements(readElements(certificate.raw)[0]!.content);
  return { body: body!.raw, algorithm: algorithm!.raw, serial: Buffer.from(certificate.serialNumber, 'hex') };
}

test.each(goCertificates)('with $name an authority and a leaf are the same bytes as from Go', ({ notAfter, authority, leaf }) => {
  const goAuthority = new X509Certificate(Buffer.from(authority, 'base64'));
  const goLeaf = new X509Certificate(Buffer.from(leaf, 'base64'));
  const until = new Date(notAfter);
  const publicKeyOf = (certificate: X509Certificate): Buffer => certificate.publicKey.export({ type: 'spki', format: 'der' });

  const { body, ...rest } = partsOf(goAuthority);
  const template = { ...authorityTemplate, notAfter: until, publicKey: publicKeyOf(goAuthority) };
  expect(toBeSigned(template, { name: distinguishedName(template.subject), keyId: undefined }, rest).toString('hex')).toBe(body.toString('hex'));

  const { body: leafBody, ...leafRest } = partsOf(goLeaf);
  const issuer = issuerFrom(goAuthority, keys['ECDSA-P256']);
  expect(toBeSigned({ ...leafTemplate, notAfter: until, publicKey: publicKeyOf(goLeaf) }, issuer, leafRest).toString('hex')).toBe(leafBody.toString('hex'));
});

test.each(goCertificates.map(({ name, authority }) => ({ name, authority })))('signatures with $name are named as Go names them', ({ name, authority }) => {
  expect(signatureAlgorithm(keys[name]).identifier).toEqual(partsOf(new X509Certificate(Buffer.from(authority, 'base64'))).algorithm);
});

test.each(Object.entries(keys))('with %s an authority signs what Node and openssl accept', async (_, key) => {
  const authority = await selfSign(authorityTemplate, key);
  const ca = new X509Certificate(authority);
  expect(ca).toMatchObject({ ca: true, subject: 'CN=kubernetes', issuer: 'CN=kubernetes', validFromDate: notBefore, validToDate: notAfter });
  expect(ca.verify(ca.publicKey)).toBe(true);
  expect(ca.checkPrivateKey(key)).toBe(true);

  const leaf = await signCertificate({ ...leafTemplate, publicKey: spki(keys['ECDSA-P256']) }, issuerFrom(ca, key));
  const parsed = new X509Certificate(leaf);
  expect(parsed.verify(ca.publicKey)).toBe(true);
  expect(parsed.checkIssued(ca)).toBe(true);
  expect(parsed.checkPrivateKey(keys['ECDSA-P256'])).toBe(true);
  expect(parsed).toMatchObject({ ca: false, subject: 'O=system:masters\nCN=Größe', keyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.1'] });
  expect(parsed.subjectAltName).toBe('DNS:localhost, DNS:c.example, IP Address:10.0.0.1, IP Address:2001:DB8:0:0:1:0:0:9, IP Address:192.0.2.1');
  expect(parsed.checkIP('2001:db8::1:0:0:9')).toBe('2001:db8::1:0:0:9');
  expect(parsed.checkIP('10.0.0.1')).toBe('10.0.0.1');
  expect(parsed.checkIP('10.0.0.2')).toBeUndefined();
  if (hasOpenssl) expect(opensslVerify(authority, leaf)).toContain('OK');
});

test('serial numbers are positive, long, and never the same', async () => {
  const certificates = await Promise.all(Array.from({ length: 50 }, () => selfSign(authorityTemplate, keys['ECDSA-P256'])));
  const serials = certificates.map((pem) => new X509Certificate(pem).serialNumber);
  expect(new Set(serials).size).toBe(50);
  for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
});

test.each([
  { name: 'without constraints', basicConstraints: undefined, ca: false },
  { name: 'an end entity', basicConstraints: { ca: false }, ca: false },
  { name: 'an authority with others below', basicConstraints: { ca: true }, ca: true },
] as const)('$name', async ({ basicConstraints, ca }) => {
  const parsed = new X509Certificate(await selfSign({ subject: [['CN', 'x']], ...lifetime, keyUsages: [ca ? 'keyCertSign' : 'digitalSignature'], basicConstraints }, keys['ECDSA-P256']));
  expect(parsed.ca).toBe(ca);
});

test('an authority without key identifier leaves it out of what it signs', async () => {
  const plain = await selfSign({ ...authorityTemplate, basicConstraints: undefined }, keys['ECDSA-P256']);
  expect(issuerFrom(new X509Certificate(plain), keys['ECDSA-P256']).keyId).toBeUndefined();
});

const unsupported: { name: string; key: KeyObject; message: string }[] = [
  { name: 'a curve of blockchains', key: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey, message: 'cannot sign with a key on curve secp256k1' },
  { name: 'a key that only agrees on secrets', key: generateKeyPairSync('x25519').privateKey, message: 'cannot sign with a key of type x25519' },
];

test.each(unsupported)('$name is refused', async ({ key, message }) => {
  await expect(selfSign(authorityTemplate, key)).rejects.toMatchObject({ code: 'X509', problem: 'UnsupportedKey', message });
});

test.each([
  { name: 'no address', names: { ipAddresses: ['10.0.0'] }, message: '"10.0.0" is not an IP address' },
  { name: 'a name beyond ASCII', names: { dnsNames: ['größe.example'] }, message: '"größe.example" is not a DNS name in ASCII' },
  { name: 'an empty name', names: { dnsNames: [''] }, message: '"" is not a DNS name in ASCII' },
] as const)('$name is refused', async ({ names, message }) => {
  const template: Omit<CertificateTemplate, 'publicKey'> = { ...authorityTemplate, ...names };
  await expect(selfSign(template, keys['ECDSA-P256'])).rejects.toMatchObject({ code: 'X509', problem: 'InvalidName', message });
});

test('the PEM text is what others write: lines of 64, and a line end', async () => {
  const pem = await selfSign(authorityTemplate, createPrivateKey(keys['RSA-2048'].export({ type: 'pkcs1', format: 'pem' })));
  expect(pem).toBe(new X509Certificate(pem).toString());
});
