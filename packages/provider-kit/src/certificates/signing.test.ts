import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, type KeyAlgorithm } from './keys.ts';
import { certificateHashes, generateCertificateAuthority, signCertificate } from './signing.ts';

const now = new Date('2026-11-21T10:00:00Z');

const algorithms = [
  { algorithm: '', why: 'the default is RSA-2048', header: 'RSA PRIVATE KEY', type: 'rsa', details: { modulusLength: 2048 } },
  { algorithm: 'RSA-3072', why: 'the size is in the name', header: 'RSA PRIVATE KEY', type: 'rsa', details: { modulusLength: 3072 } },
  { algorithm: 'ECDSA-P256', why: 'the curve is in the name', header: 'EC PRIVATE KEY', type: 'ec', details: { namedCurve: 'prime256v1' } },
  { algorithm: 'ECDSA-P384', why: 'the curve is in the name', header: 'EC PRIVATE KEY', type: 'ec', details: { namedCurve: 'secp384r1' } },
] as const;

test.each(algorithms)('generateKeyPair $algorithm: $header ($why)', async ({ algorithm, header, type, details }) => {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  expect(privateKey).toContain(`-----BEGIN ${header}-----`);
  expect(publicKey).toContain('-----BEGIN PUBLIC KEY-----');
  const key = createPrivateKey(privateKey);
  expect(key.asymmetricKeyType).toBe(type);
  expect(key.asymmetricKeyDetails).toMatchObject(details);
  expect(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' })).toBe(publicKey);
});

test('generateKeyPair: an unknown algorithm is refused by name', async () => {
  await expect(generateKeyPair('DSA' as KeyAlgorithm)).rejects.toMatchObject({ code: 'Certificate', problem: 'UnsupportedAlgorithm', message: 'unknown key encryption algorithm "DSA"' });
});

test.each(algorithms)('an authority and a leaf with $algorithm verify in Node and in openssl', async ({ algorithm }) => {
  const authority = await generateCertificateAuthority({ now, algorithm });
  const leaf = await signCertificate(authority, { now, commonName: 'kubernetes-admin', organizations: ['system:masters'], usages: ['clientAuth'], algorithm });

  const ca = new X509Certificate(authority.cert);
  expect(ca.ca).toBe(true);
  expect(ca.subject).toBe('CN=kubernetes');
  expect(ca.validFromDate.toISOString()).toBe('2026-11-21T09:55:00.000Z');
  expect(ca.validToDate.toISOString()).toBe('2036-11-18T10:00:00.000Z');
  expect(ca.checkPrivateKey(createPrivateKey(authority.key))).toBe(true);

  const client = new X509Certificate(leaf.cert);
  expect(client.verify(ca.publicKey)).toBe(true);
  expect(client.checkIssued(ca)).toBe(true);
  expect(client.subject).toBe('O=system:masters\nCN=kubernetes-admin');
  expect(client.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  expect(client.validToDate.toISOString()).toBe('2027-11-21T10:00:00.000Z');
  expect(client.validFromDate).toEqual(ca.validFromDate);

  const directory = mkdtempSync(join(tmpdir(), 'signing-'));
  try {
    writeFileSync(join(directory, 'ca.pem'), authority.cert);
    writeFileSync(join(directory, 'leaf.pem'), leaf.cert);
    expect(execFileSync('openssl', ['verify', '-x509_strict', '-attime', String(now.getTime() / 1000), '-CAfile', join(directory, 'ca.pem'), join(directory, 'leaf.pem')], { encoding: 'utf8' })).toContain('OK');
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('signCertificate keeps the issuer name of a foreign authority byte for byte', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'signing-'));
  try {
    const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '30', '-subj', '/C=DE/O=Größe AG/CN=root', '-utf8', '-set_serial', '1'], { stdio: 'ignore' });
    const authority = { cert: execFileSync('cat', [cert], { encoding: 'utf8' }), key: execFileSync('cat', [key], { encoding: 'utf8' }) };
    const leaf = await signCertificate(authority, { now: new Date(), commonName: 'x', usages: ['clientAuth', 'serverAuth'], dnsNames: ['a.example'], ipAddresses: ['10.0.0.1', '::1'] });
    writeFileSync(join(directory, 'leaf.pem'), leaf.cert);
    expect(execFileSync('openssl', ['verify', '-CAfile', cert, join(directory, 'leaf.pem')], { encoding: 'utf8' })).toContain('OK');
    const parsed = new X509Certificate(leaf.cert);
    expect(parsed.subjectAltName).toBe('DNS:a.example, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    expect(parsed.checkIssued(new X509Certificate(authority.cert))).toBe(true);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('signCertificate names an authority without key', async () => {
  const { cert } = await generateCertificateAuthority({ now });
  await expect(signCertificate({ cert, key: undefined }, { now, commonName: 'x', usages: ['clientAuth'] }, 'the authority in Secret c-ca')).rejects.toMatchObject({
    problem: 'MissingKey',
    message: 'the authority in Secret c-ca has no private key',
  });
});

test('no part of a damaged key appears in the error', async () => {
  const { cert } = await generateCertificateAuthority({ now });
  const failure = signCertificate({ cert, key: '-----BEGIN RSA PRIVATE KEY-----\nSECRETSECRET\n-----END RSA PRIVATE KEY-----\n' }, { now, commonName: 'x', usages: ['clientAuth'] }, 'Secret c-ca');
  await expect(failure).rejects.toMatchObject({ problem: 'Invalid', message: 'failed to decode the private key of Secret c-ca' });
  expect(await failure.catch((error: Error) => error.cause)).toBeUndefined();
});

test.each([
  { name: 'no PEM', cert: 'not a certificate' },
  { name: 'PEM that is cut off', cert: '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n' },
  { name: 'PEM around something else', cert: '-----BEGIN CERTIFICATE-----\nc29tZXRoaW5nIGVsc2U=\n-----END CERTIFICATE-----\n' },
])('an authority that is $name is named', async ({ cert }) => {
  const { privateKey: key } = await generateKeyPair('ECDSA-P256');
  const failure = signCertificate({ cert, key }, { now, commonName: 'x', usages: ['clientAuth'] }, 'the authority in Secret c-ca');
  await expect(failure).rejects.toMatchObject({ code: 'Certificate', problem: 'Invalid', message: 'failed to decode the authority in Secret c-ca' });
});

test('a user may bring an authority with a key that no certificate can be signed with', async () => {
  const { cert } = await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' });
  const key = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  const failure = signCertificate({ cert, key }, { now, commonName: 'x', usages: ['clientAuth'], algorithm: 'ECDSA-P256' });
  await expect(failure).rejects.toMatchObject({ code: 'Certificate', problem: 'UnsupportedAlgorithm', message: 'cannot sign with a key on curve secp256k1' });
});

test('a leaf says what it may be used for, and by whom it was signed', async () => {
  const authority = await generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' });
  const leaf = await signCertificate(authority, { now, commonName: 'etcd-0', usages: ['serverAuth'], dnsNames: ['localhost'], ipAddresses: ['10.0.0.1', '2001:db8::1'], algorithm: 'ECDSA-P256' });
  const text = (pem: string): string => execFileSync('openssl', ['x509', '-noout', '-ext', 'keyUsage,extendedKeyUsage,basicConstraints,subjectKeyIdentifier,authorityKeyIdentifier,subjectAltName'], { input: pem, encoding: 'utf8' });
  const keyId = /Subject Key Identifier: \n\s+([0-9A-F:]+)/.exec(text(authority.cert))?.[1];
  expect(text(authority.cert)).toBe(
    `X509v3 Key Usage: critical\n    Digital Signature, Key Encipherment, Certificate Sign\nX509v3 Basic Constraints: critical\n    CA:TRUE, pathlen:0\nX509v3 Subject Key Identifier: \n    ${String(keyId)}\n`,
  );
  expect(text(leaf.cert)).toBe(
    'X509v3 Key Usage: critical\n    Digital Signature, Key Encipherment\nX509v3 Extended Key Usage: \n    TLS Web Server Authentication\n' +
      `X509v3 Authority Key Identifier: \n    ${String(keyId)}\nX509v3 Subject Alternative Name: \n    DNS:localhost, IP Address:10.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1\n`,
  );
});

test('certificateHashes gives one hash per certificate of a bundle, as openssl computes it', async () => {
  const [a, b] = await Promise.all([generateCertificateAuthority({ now }), generateCertificateAuthority({ now, algorithm: 'ECDSA-P256' })]);
  const hashes = certificateHashes(a.cert + b.cert, 'Secret c-ca');
  expect(hashes).toHaveLength(2);
  const spki = execFileSync('openssl', ['x509', '-pubkey', '-noout'], { input: a.cert, encoding: 'utf8' });
  const digest = execFileSync('openssl', ['dgst', '-sha256', '-hex'], { input: execFileSync('openssl', ['pkey', '-pubin', '-outform', 'der'], { input: spki }), encoding: 'utf8' });
  expect(hashes[0]).toBe(`sha256:${digest.trim().split('= ')[1]}`);
});
