import { createPrivateKey, generateKeyPair, X509Certificate, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { issuerFrom, selfSign, signCertificate } from '@clusterwright/x509';
import type { ServingCertificate } from './webhook-server.ts';

/** A certificate authority with its private key, PEM. */
export interface CertificateAuthority {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateLifetime {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const generateKeys = (): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> => promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
const privateKeyPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Makes a self-signed authority that may sign serving certificates. */
export async function issueAuthority(commonName: string, lifetime: CertificateLifetime): Promise<CertificateAuthority> {
  const { privateKey } = await generateKeys();
  const cert = await selfSign({ subject: [['CN', commonName]], ...lifetime, keyUsages: ['keyCertSign', 'digitalSignature'], basicConstraints: { ca: true } }, privateKey);
  return { cert, key: privateKeyPem(privateKey) };
}

/** Makes a serving certificate for DNS names and IP addresses, signed by the authority. */
export async function issueServingCertificate(authority: CertificateAuthority, names: { dns: readonly string[]; ips: readonly string[] }, lifetime: CertificateLifetime): Promise<ServingCertificate> {
  const { publicKey, privateKey } = await generateKeys();
  const cert = await signCertificate(
    {
      subject: [['CN', names.dns[0] ?? names.ips[0] ?? 'webhook']],
      ...lifetime,
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      keyUsages: ['digitalSignature'],
      extendedKeyUsages: ['serverAuth'],
      basicConstraints: { ca: false },
      dnsNames: names.dns,
      ipAddresses: names.ips,
    },
    issuerFrom(new X509Certificate(authority.cert), createPrivateKey(authority.key)),
  );
  return { cert: `${cert}${authority.cert}`, key: privateKeyPem(privateKey) };
}
