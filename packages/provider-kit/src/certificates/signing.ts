import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { issuerFrom, selfSign, signCertificate as sign, X509Error } from '@clusterwright/x509';
import { CertificateError } from './certificate-errors.ts';
import { decodePrivateKey, generateKeyPair, type KeyAlgorithm } from './keys.ts';

/** A certificate (or public key) and its private key as PEM texts; the key is undefined where only the certificate is known. */
export interface PemPair {
  readonly cert: string;
  readonly key: string | undefined;
}

/** A pair whose private key is known. */
export interface SigningPair extends PemPair {
  readonly key: string;
}

export interface AuthorityOptions {
  readonly now: Date;
  /** Default 3650. */
  readonly validityDays?: number | undefined;
  readonly algorithm?: KeyAlgorithm | '' | undefined;
}

export interface LeafOptions {
  readonly now: Date;
  readonly commonName: string;
  readonly organizations?: readonly string[] | undefined;
  readonly usages: readonly ('clientAuth' | 'serverAuth')[];
  readonly dnsNames?: readonly string[] | undefined;
  readonly ipAddresses?: readonly string[] | undefined;
  /** Default 365. */
  readonly validityDays?: number | undefined;
  readonly algorithm?: KeyAlgorithm | '' | undefined;
}

const dayMs = 24 * 3600 * 1000;
const clockSkewMs = 5 * 60 * 1000;

/**
 * Generates a self-signed authority for a cluster: CN `kubernetes`, valid from five minutes ago, no sub-authorities.
 *
 * Errors: `CertificateError` (UnsupportedAlgorithm).
 */
export async function generateCertificateAuthority({ now, validityDays, algorithm }: AuthorityOptions): Promise<SigningPair> {
  const { privateKey } = await generateKeyPair(algorithm || 'RSA-2048');
  const template = {
    subject: [['CN', 'kubernetes']],
    notBefore: new Date(now.getTime() - clockSkewMs),
    notAfter: new Date(now.getTime() + (validityDays || 3650) * dayMs),
    keyUsages: ['digitalSignature', 'keyEncipherment', 'keyCertSign'],
    basicConstraints: { ca: true, pathLength: 0 },
  } as const;
  return { cert: await selfSign(template, createPrivateKey(privateKey)), key: privateKey };
}

/**
 * Signs a certificate for a new key with an authority.
 *
 * Errors: `CertificateError` (MissingKey, Invalid, UnsupportedAlgorithm); `what` names the authority in messages.
 */
export async function signCertificate(authority: PemPair, options: LeafOptions, what = 'the certificate authority'): Promise<SigningPair> {
  const { now, commonName, organizations = [], usages, dnsNames, ipAddresses, validityDays, algorithm } = options;
  if (!authority.key) throw new CertificateError('MissingKey', `${what} has no private key`);
  const authorityKey = decodePrivateKey(authority.key, what);
  const issuer = decodeCertificate(authority.cert, what);
  const { publicKey, privateKey } = await generateKeyPair(algorithm || 'RSA-2048');
  const template = {
    subject: [...organizations.map((organization) => ['O', organization] as const), ['CN', commonName] as const],
    notBefore: issuer.validFromDate,
    notAfter: new Date(now.getTime() + (validityDays ?? 365) * dayMs),
    publicKey: createPublicKey(publicKey).export({ type: 'spki', format: 'der' }),
    keyUsages: ['digitalSignature', 'keyEncipherment'],
    extendedKeyUsages: usages,
    dnsNames,
    ipAddresses,
  } as const;
  try {
    return { cert: await sign(template, issuerFrom(issuer, authorityKey)), key: privateKey };
  } catch (error) {
    throw X509Error.is(error) ? new CertificateError(error.problem === 'UnsupportedKey' ? 'UnsupportedAlgorithm' : 'Invalid', error.message, { cause: error }) : error;
  }
}

/** Parses the first certificate of a PEM text. Errors: `CertificateError` (Invalid). */
export function decodeCertificate(pem: string, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new CertificateError('Invalid', `failed to decode ${what}`, { cause });
  }
}

/** When the first certificate of a PEM text expires. Errors: `CertificateError` (Invalid). */
export function certificateExpiry(pem: string, what: string): Date {
  return new Date(decodeCertificate(pem, what).validTo);
}

/** `sha256:<hex>` of the public key of every certificate in a PEM text: what kubeadm calls CA certificate hashes. */
export function certificateHashes(pem: string, what: string): string[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks) throw new CertificateError('Invalid', `unable to parse ${what}: no certificate in it`);
  return blocks.map((block) => {
    const spki = decodeCertificate(block, what).publicKey.export({ type: 'spki', format: 'der' });
    return `sha256:${createHash('sha256').update(spki).digest('hex')}`;
  });
}
