import { generateKeyPair, X509Certificate, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { issuerFrom, selfSign, signCertificate, type ExtendedKeyUsage, type Issuer, type NameAttribute } from '@clusterwright/x509';
import { writePrivate } from './processes.ts';

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

/** Makes the certificates of a control plane, or reads those made before. */
export async function ensurePki(folder: string): Promise<Pki> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (name: string): string => join(folder, name);
  if (!existsSync(at('complete'))) await createPki(at);
  const pair = (name: string): KeyPair => ({ certificate: readFileSync(at(`${name}.crt`), 'utf8'), key: readFileSync(at(`${name}.key`), 'utf8') });
  return { folder, ca: at('ca.crt'), servingCertificate: at('apiserver.crt'), servingKey: at('apiserver.key'), serviceAccountKey: at('sa.key'), serviceAccountPublicKey: at('sa.pub'), admin: pair('admin'), controllerManager: pair('kube-controller-manager') };
}

async function createPki(at: (name: string) => string): Promise<void> {
  const { certificate: ca, issuer } = await createAuthority();
  writePrivate(at('ca.crt'), ca);
  const leaves: Record<string, { subject: readonly NameAttribute[]; usage: ExtendedKeyUsage }> = {
    apiserver: { subject: [['CN', 'kube-apiserver']], usage: 'serverAuth' },
    admin: { subject: [['O', 'system:masters'], ['CN', 'admin']], usage: 'clientAuth' },
    // The garbage collector needs rights on every kind.
    'kube-controller-manager': { subject: [['O', 'system:masters'], ['CN', 'system:kube-controller-manager']], usage: 'clientAuth' },
  };
  for (const [name, { subject, usage }] of Object.entries(leaves)) {
    const { certificate, key } = await issue(issuer, subject, usage);
    writePrivate(at(`${name}.crt`), certificate);
    writePrivate(at(`${name}.key`), key);
  }
  const { privateKey, publicKey } = await generateKeys();
  writePrivate(at('sa.key'), privateKeyPem(privateKey));
  writePrivate(at('sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }).toString());
  writePrivate(at('complete'), '');
}

async function createAuthority(): Promise<{ certificate: string; issuer: Issuer }> {
  const { privateKey } = await generateKeys();
  const certificate = await selfSign({ subject: [['CN', 'clusterwright-management']], ...validity(), keyUsages: ['keyCertSign', 'digitalSignature'], basicConstraints: { ca: true } }, privateKey);
  return { certificate, issuer: issuerFrom(new X509Certificate(certificate), privateKey) };
}

async function issue(issuer: Issuer, subject: readonly NameAttribute[], usage: ExtendedKeyUsage): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeys();
  const certificate = await signCertificate(
    {
      subject,
      ...validity(),
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      keyUsages: ['digitalSignature'],
      extendedKeyUsages: [usage],
      dnsNames: ['localhost', 'kubernetes.default.svc'],
      ipAddresses: ['127.0.0.1'],
    },
    issuer,
  );
  return { certificate, key: privateKeyPem(privateKey) };
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 3600_000), notAfter: new Date(now + validForMs) };
}

const generateKeys = (): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> => promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
const privateKeyPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
