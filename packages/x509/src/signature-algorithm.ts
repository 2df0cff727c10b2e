import type { KeyObject } from 'node:crypto';
import { none, objectIdentifier, sequence } from './der.ts';
import { X509Error } from './errors.ts';

/** How a key signs: the name that a certificate gives it, and the digest; Ed25519 has its own. */
export interface SignatureAlgorithm {
  readonly identifier: Buffer;
  readonly digest: string | undefined;
}

const curves: Readonly<Record<string, readonly [oid: string, digest: string]>> = {
  prime256v1: ['1.2.840.10045.4.3.2', 'sha256'],
  secp384r1: ['1.2.840.10045.4.3.3', 'sha384'],
  secp521r1: ['1.2.840.10045.4.3.4', 'sha512'],
};

/** Errors: `X509Error` (UnsupportedKey). */
export function signatureAlgorithm({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): SignatureAlgorithm {
  // RSA alone has parameters: none.
  if (asymmetricKeyType === 'rsa') return { identifier: sequence(objectIdentifier('1.2.840.113549.1.1.11'), none()), digest: 'sha256' };
  if (asymmetricKeyType === 'ed25519') return { identifier: sequence(objectIdentifier('1.3.101.112')), digest: undefined };
  if (asymmetricKeyType !== 'ec') throw new X509Error('UnsupportedKey', `cannot sign with a key of type ${String(asymmetricKeyType)}`);
  const { namedCurve } = asymmetricKeyDetails ?? {};
  const known = curves[namedCurve ?? ''];
  if (!known) throw new X509Error('UnsupportedKey', `cannot sign with a key on curve ${String(namedCurve)}`);
  const [oid, digest] = known;
  return { identifier: sequence(objectIdentifier(oid)), digest };
}
