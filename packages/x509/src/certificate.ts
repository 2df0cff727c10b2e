import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bitString, explicit, integer, sequence, time } from './der.ts';
import { distinguishedName, type NameAttribute } from './distinguished-name.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyIdentifier,
  keyUsage,
  subjectAlternativeName,
  subjectKeyIdentifier,
  type BasicConstraints,
  type ExtendedKeyUsage,
  type KeyUsage,
} from './extensions.ts';
import { signatureAlgorithm } from './signature-algorithm.ts';

/** What a certificate says about its subject. */
export interface CertificateTemplate {
  readonly subject: readonly NameAttribute[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly keyUsages: readonly KeyUsage[];
  readonly extendedKeyUsages?: readonly ExtendedKeyUsage[] | undefined;
  /** Left out of the certificate where undefined, which means the same as not being an authority. */
  readonly basicConstraints?: BasicConstraints | undefined;
  readonly dnsNames?: readonly string[] | undefined;
  readonly ipAddresses?: readonly string[] | undefined;
}

/** Who signs: its name as it stands in its own certificate, its key, and how its certificate identifies that key. */
export interface Issuer {
  /** DER. */
  readonly name: Uint8Array;
  readonly keyId: Uint8Array | undefined;
  readonly key: KeyObject;
}

/** Makes a certificate signed by its own key, PEM. The public key is that of `key`. Errors: `X509Error`. */
export function selfSign(template: Omit<CertificateTemplate, 'publicKey'>, key: KeyObject): Promise<string> {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return signCertificate({ ...template, publicKey }, { name: distinguishedName(template.subject), keyId: undefined, key });
}

/** Makes a certificate, PEM; the signature is computed off the main thread. Errors: `X509Error`. */
export async function signCertificate(template: CertificateTemplate, issuer: Issuer): Promise<string> {
  const { identifier, digest } = signatureAlgorithm(issuer.key);
  const body = toBeSigned(template, issuer, { algorithm: identifier, serial: serialNumber() });
  const signature = await new Promise<Buffer>((resolve, reject) => {
    sign(digest, body, issuer.key, (error, result) => (error ? reject(error) : resolve(result)));
  });
  const der = sequence(body, identifier, bitString(signature));
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/(.{64})(?=.)/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
}

/** The part of a certificate that is signed: version 3, extensions in the order in which Go writes them. */
export function toBeSigned(template: CertificateTemplate, issuer: Omit<Issuer, 'key'>, { algorithm, serial }: { algorithm: Buffer; serial: Uint8Array }): Buffer {
  return sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    issuer.name,
    sequence(time(template.notBefore), time(template.notAfter)),
    distinguishedName(template.subject),
    template.publicKey,
    explicit(3, sequence(...extensionsOf(template, issuer.keyId))),
  );
}

function extensionsOf(template: CertificateTemplate, issuerKeyId: Uint8Array | undefined): Buffer[] {
  const { extendedKeyUsages = [], dnsNames = [], ipAddresses = [] } = template;
  return [
    keyUsage(template.keyUsages),
    ...(extendedKeyUsages.length > 0 ? [extendedKeyUsage(extendedKeyUsages)] : []),
    ...(template.basicConstraints ? [basicConstraints(template.basicConstraints)] : []),
    ...(template.basicConstraints?.ca ? [subjectKeyIdentifier(keyIdentifier(template.publicKey))] : []),
    ...(issuerKeyId ? [authorityKeyIdentifier(issuerKeyId)] : []),
    ...(dnsNames.length + ipAddresses.length > 0 ? [subjectAlternativeName(dnsNames, ipAddresses)] : []),
  ];
}

/** Random, positive, and always of the same length. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes;
}
