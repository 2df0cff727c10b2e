import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Issuer } from './certificate.ts';
import { readElements, type DerElement } from './der-reader.ts';
import { X509Error } from './errors.ts';
import { subjectKeyIdOid } from './extensions.ts';

const versionTag = 0xa0;
const extensionsTag = 0xa3;
/** Serial number, signature algorithm, issuer and validity stand before the subject. */
const subjectIndex = 4;

/** The issuer that an authority's certificate and key make: name and key identifier are taken over byte for byte. Errors: `X509Error` (Malformed). */
export function issuerFrom(certificate: X509Certificate, key: KeyObject): Issuer {
  const [body] = childrenOf(readElements(certificate.raw)[0]);
  const fields = childrenOf(body).filter(({ tag }) => tag !== versionTag);
  const subject = fields[subjectIndex];
  if (!subject) throw new X509Error('Malformed', 'malformed certificate: it has no subject');
  return { name: subject.raw, keyId: subjectKeyIdOf(fields), key };
}

function subjectKeyIdOf(fields: readonly DerElement[]): Buffer | undefined {
  const [extensions] = childrenOf(fields.find(({ tag }) => tag === extensionsTag));
  for (const entry of childrenOf(extensions)) {
    const [id, ...rest] = childrenOf(entry);
    // The value is the last, after an optional mark as critical; in its octets are those of the identifier.
    if (id?.raw.equals(subjectKeyIdOid)) return childrenOf(rest.at(-1))[0]?.content;
  }
  return undefined;
}

const childrenOf = (parent: DerElement | undefined): DerElement[] => (parent ? readElements(parent.content) : []);
