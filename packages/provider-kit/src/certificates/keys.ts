import { createPrivateKey, generateKeyPair as generate, type KeyObject } from 'node:crypto';
import { CertificateError } from './certificate-errors.ts';

/** Values of `clusterConfiguration.encryptionAlgorithm`. */
export type KeyAlgorithm = 'RSA-2048' | 'RSA-3072' | 'RSA-4096' | 'ECDSA-P256' | 'ECDSA-P384';

/** PEM texts of a key pair: PKIX for the public half, PKCS#1 or SEC 1 for the private one, as kubeadm expects them. */
export interface KeyPairPem {
  readonly publicKey: string;
  readonly privateKey: string;
}

const rsaBits: Readonly<Record<string, number>> = { '': 2048, 'RSA-2048': 2048, 'RSA-3072': 3072, 'RSA-4096': 4096 };
const curves: Readonly<Record<string, string>> = { 'ECDSA-P256': 'P-256', 'ECDSA-P384': 'P-384' };

/**
 * Generates a key pair off the main thread.
 *
 * Errors: `CertificateError` (UnsupportedAlgorithm). The default is RSA-2048.
 */
export function generateKeyPair(algorithm: KeyAlgorithm | '' = 'RSA-2048'): Promise<KeyPairPem> {
  const namedCurve = curves[algorithm];
  const modulusLength = rsaBits[algorithm];
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null, publicKey: string, privateKey: string): void => (error ? reject(error) : resolve({ publicKey, privateKey }));
    const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
    if (namedCurve !== undefined) {
      generate('ec', { namedCurve, publicKeyEncoding, privateKeyEncoding: { type: 'sec1', format: 'pem' } }, settle);
    } else if (modulusLength !== undefined) {
      generate('rsa', { modulusLength, publicKeyEncoding, privateKeyEncoding: { type: 'pkcs1', format: 'pem' } }, settle);
    } else {
      reject(new CertificateError('UnsupportedAlgorithm', `unknown key encryption algorithm ${JSON.stringify(algorithm)}`));
    }
  });
}

/** Reads a private key in PKCS#1, PKCS#8 or SEC 1 form. Errors: `CertificateError` (Invalid), without any part of the key in its message. */
export function decodePrivateKey(pem: string, what: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // The cause is left out: OpenSSL's text says nothing useful, and a key must not travel in errors.
    throw new CertificateError('Invalid', `failed to decode the private key of ${what}`);
  }
}
