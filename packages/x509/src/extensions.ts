import { createHash } from 'node:crypto';
import { boolean, implicit, integer, namedBits, objectIdentifier, octetString, sequence } from './der.ts';
import { readElements } from './der-reader.ts';
import { X509Error } from './errors.ts';
import { ipAddressBytes } from './ip-address.ts';

const keyUsageBits = { digitalSignature: 0, keyEncipherment: 2, keyCertSign: 5 } as const;
const purposes = { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' } as const;

export type KeyUsage = keyof typeof keyUsageBits;
export type ExtendedKeyUsage = keyof typeof purposes;
/** Whether the subject may sign certificates, and how many authorities may follow below it. */
export type BasicConstraints = { readonly ca: false } | { readonly ca: true; readonly pathLength?: number | undefined };

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

export function keyUsage(usages: readonly KeyUsage[]): Buffer {
  return extension('2.5.29.15', true, namedBits(usages.map((usage) => keyUsageBits[usage])));
}

export function extendedKeyUsage(usages: readonly ExtendedKeyUsage[]): Buffer {
  return extension('2.5.29.37', false, sequence(...usages.map((usage) => objectIdentifier(purposes[usage]))));
}

export function basicConstraints(constraints: BasicConstraints): Buffer {
  // DER leaves out what is the default: not an authority.
  if (!constraints.ca) return extension('2.5.29.19', true, sequence());
  const { pathLength } = constraints;
  return extension('2.5.29.19', true, sequence(boolean(true), ...(pathLength === undefined ? [] : [integer(Buffer.from([pathLength]))])));
}

/** The usual identifier of a public key, the SHA-1 of its bits (RFC 5280, 4.2.1.2): a name, not a protection. */
export function keyIdentifier(publicKey: Uint8Array): Buffer {
  const [info] = readElements(publicKey);
  const bits = info && readElements(info.content)[1];
  if (!bits) throw new X509Error('Malformed', 'malformed public key');
  // The first byte says how many bits at the end are unused: none.
  return createHash('sha1').update(bits.content.subarray(1)).digest();
}

export const subjectKeyIdOid = objectIdentifier('2.5.29.14');

export function subjectKeyIdentifier(keyId: Uint8Array): Buffer {
  return extension('2.5.29.14', false, octetString(keyId));
}

export function authorityKeyIdentifier(keyId: Uint8Array): Buffer {
  return extension('2.5.29.35', false, sequence(implicit(0, keyId)));
}

/** Errors: `X509Error` (InvalidName). */
export function subjectAlternativeName(dnsNames: readonly string[], ipAddresses: readonly string[]): Buffer {
  return extension('2.5.29.17', false, sequence(...dnsNames.map((name) => implicit(2, dnsName(name))), ...ipAddresses.map((address) => implicit(7, ipAddressBytes(address)))));
}

function dnsName(name: string): Buffer {
  if (!/^[\x21-\x7e]+$/.test(name)) throw new X509Error('InvalidName', `${JSON.stringify(name)} is not a DNS name in ASCII`);
  return Buffer.from(name, 'latin1');
}
