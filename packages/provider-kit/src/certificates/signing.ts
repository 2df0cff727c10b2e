import { createHash, createPrivateKey, createPublicKey, randomBytes, webcrypto, X509Certificate, type KeyObject } from 'node:crypto';
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

/** Loaded on first use: 20 MB that only signing processes pay for. */
async function loadX509() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

/** The WebCrypto form of a key, and the algorithm by which it signs. */
async function toSigner(key: KeyObject): Promise<{ signingKey: webcrypto.CryptoKey; signingAlgorithm: webcrypto.Algorithm | webcrypto.EcdsaParams }> {
  const der = key.export({ type: 'pkcs8', format: 'der' });
  if (key.asymmetricKeyType === 'rsa') {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    return { signingKey: await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']), signingAlgorithm: algorithm };
  }
  if (key.asymmetricKeyType === 'ec') {
    const [namedCurve, hash] = ecParameters(key);
    return { signingKey: await webcrypto.subtle.importKey('pkcs8', der, { name: 'ECDSA', namedCurve }, false, ['sign']), signingAlgorithm: { name: 'ECDSA', hash } };
  }
  if (key.asymmetricKeyType === 'ed25519') {
    const algorithm = { name: 'Ed25519' };
    return { signingKey: await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']), signingAlgorithm: algorithm };
  }
  throw new CertificateError('UnsupportedAlgorithm', `cannot sign with a key of type ${String(key.asymmetricKeyType)}`);
}

function ecParameters(key: KeyObject): [namedCurve: string, hash: string] {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (curve === 'prime256v1') return ['P-256', 'SHA-256'];
  if (curve === 'secp384r1') return ['P-384', 'SHA-384'];
  if (curve === 'secp521r1') return ['P-521', 'SHA-512'];
  throw new CertificateError('UnsupportedAlgorithm', `cannot sign with a key on curve ${String(curve)}`);
}

function toPublicCryptoKey(publicKeyPem: string): Promise<webcrypto.CryptoKey> {
  const key = createPublicKey(publicKeyPem);
  const der = key.export({ type: 'spki', format: 'der' });
  const algorithm = key.asymmetricKeyType === 'rsa' ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : { name: 'ECDSA', namedCurve: ecParameters(key)[0] };
  return webcrypto.subtle.importKey('spki', der, algorithm, true, ['verify']);
}

/** 63 random bits: positive, and never shorter than DER allows. */
function serialNumber(): string {
  const bytes = randomBytes(8);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
}

const toPem = (der: ArrayBuffer): string => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`;

/** X.509 times have second precision. */
const seconds = (timeMs: number): Date => new Date(Math.floor(timeMs / 1000) * 1000);

/** Generates a self-signed authority for a cluster: CN `kubernetes`, valid from five minutes ago, no sub-authorities. */
export async function generateCertificateAuthority({ now, validityDays, algorithm }: AuthorityOptions): Promise<SigningPair> {
  const [x509, keys] = await Promise.all([loadX509(), generateKeyPair(algorithm || 'RSA-2048')]);
  const publicKey = await toPublicCryptoKey(keys.publicKey);
  const { signingKey, signingAlgorithm } = await toSigner(createPrivateKey(keys.privateKey));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: ['kubernetes'] }],
    issuer: [{ CN: ['kubernetes'] }],
    notBefore: seconds(now.getTime() - clockSkewMs),
    notAfter: seconds(now.getTime() + (validityDays || 3650) * dayMs),
    publicKey,
    signingKey,
    signingAlgorithm,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment | x509.KeyUsageFlags.keyCertSign, true),
      new x509.BasicConstraintsExtension(true, 0, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return { cert: toPem(certificate.rawData), key: keys.privateKey };
}

/**
 * Signs a certificate for a new key with an authority.
 *
 * Errors: `CertificateError` (MissingKey, Invalid, UnsupportedAlgorithm); `what` names the authority in messages.
 */
export async function signCertificate(authority: PemPair, options: LeafOptions, what = 'the certificate authority'): Promise<SigningPair> {
  const { now, validityDays, algorithm } = options;
  if (!authority.key) throw new CertificateError('MissingKey', `${what} has no private key`);
  const authorityKey = decodePrivateKey(authority.key, what);
  const parsed = decodeCertificate(authority.cert, what);

  const [x509, keys, signer] = await Promise.all([loadX509(), generateKeyPair(algorithm || 'RSA-2048'), toSigner(authorityKey)]);
  const issuer = new x509.X509Certificate(parsed.raw);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [...(options.organizations ?? []).map((organization) => ({ O: [organization] })), { CN: [options.commonName] }],
    issuer: issuer.subjectName,
    notBefore: issuer.notBefore,
    notAfter: seconds(now.getTime() + (validityDays ?? 365) * dayMs),
    publicKey: await toPublicCryptoKey(keys.publicKey),
    ...signer,
    extensions: await leafExtensions(x509, issuer, options),
  });
  return { cert: toPem(certificate.rawData), key: keys.privateKey };
}

type X509Module = Awaited<ReturnType<typeof loadX509>>;

async function leafExtensions(x509: X509Module, issuer: InstanceType<X509Module['X509Certificate']>, { usages, dnsNames = [], ipAddresses = [] }: LeafOptions) {
  const alternativeNames = [...dnsNames.map((value) => ({ type: 'dns' as const, value })), ...ipAddresses.map((value) => ({ type: 'ip' as const, value }))];
  const usageOids = usages.map((usage) => (usage === 'clientAuth' ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth));
  const issuerKeyId = issuer.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
  return [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
    new x509.ExtendedKeyUsageExtension(usageOids),
    ...(issuerKeyId ? [new x509.AuthorityKeyIdentifierExtension(issuerKeyId)] : []),
    ...(alternativeNames.length > 0 ? [new x509.SubjectAlternativeNameExtension(alternativeNames)] : []),
  ];
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
