import 'reflect-metadata';
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { writePrivate } from './processes.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const validForMs = 5 * 365 * 24 * 3600 * 1000;

export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Files of one control plane's certificates, all in one folder, created once and then kept. */
export interface Pki {
  readonly folder: string;
  readonly ca: string;
  readonly servingCertificate: string;
  readonly servingKey: string;
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
  /** PEM texts of a client certificate for the administrator. */
  readonly admin: KeyPair;
  readonly controllerManager: KeyPair;
}

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: CryptoKeyPair;
}
type CryptoKeyPair = webcrypto.CryptoKeyPair;

/** Makes the certificates of a control plane, or reads those made before. */
export async function ensurePki(folder: string): Promise<Pki> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (name: string): string => join(folder, name);
  if (!existsSync(at('complete'))) await createPki(at);
  const pair = (name: string): KeyPair => ({ certificate: readFileSync(at(`${name}.crt`), 'utf8'), key: readFileSync(at(`${name}.key`), 'utf8') });
  return { folder, ca: at('ca.crt'), servingCertificate: at('apiserver.crt'), servingKey: at('apiserver.key'), serviceAccountKey: at('sa.key'), serviceAccountPublicKey: at('sa.pub'), admin: pair('admin'), controllerManager: pair('kube-controller-manager') };
}

async function createPki(at: (name: string) => string): Promise<void> {
  x509.cryptoProvider.set(webcrypto);
  const authority = await createAuthority();
  writePrivate(at('ca.crt'), authority.certificate.toString('pem'));
  const leaves = {
    apiserver: { subject: 'CN=kube-apiserver', usage: x509.ExtendedKeyUsage.serverAuth },
    admin: { subject: 'CN=admin, O=system:masters', usage: x509.ExtendedKeyUsage.clientAuth },
    // The garbage collector needs rights on every kind.
    'kube-controller-manager': { subject: 'CN=system:kube-controller-manager, O=system:masters', usage: x509.ExtendedKeyUsage.clientAuth },
  };
  for (const [name, { subject, usage }] of Object.entries(leaves)) {
    const { certificate, key } = await issue(authority, subject, usage);
    writePrivate(at(`${name}.crt`), certificate);
    writePrivate(at(`${name}.key`), key);
  }
  const { privateKey, publicKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  writePrivate(at('sa.key'), await toPem(privateKey));
  writePrivate(at('sa.pub'), pem('PUBLIC KEY', await webcrypto.subtle.exportKey('spki', publicKey)));
  writePrivate(at('complete'), '');
}

async function createAuthority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=clusterwright-management',
    ...validity(),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function issue({ certificate, keys }: Authority, subject: string, usage: x509.ExtendedKeyUsage): Promise<KeyPair> {
  const leaf = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const names = [
    { type: 'ip', value: '127.0.0.1' },
    { type: 'dns', value: 'localhost' },
    { type: 'dns', value: 'kubernetes.default.svc' },
  ] as const;
  const signed = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer: certificate.subject,
    ...validity(),
    signingAlgorithm: algorithm,
    signingKey: keys.privateKey,
    publicKey: leaf.publicKey,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([usage]),
      new x509.SubjectAlternativeNameExtension([...names]),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: signed.toString('pem'), key: await toPem(leaf.privateKey) };
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 3600_000), notAfter: new Date(now + validForMs) };
}

/** Positive, as X.509 wants it. */
const serialNumber = (): string => `01${createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 30)}`;

async function toPem(key: webcrypto.CryptoKey): Promise<string> {
  return pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', key));
}

function pem(label: string, der: ArrayBuffer): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
