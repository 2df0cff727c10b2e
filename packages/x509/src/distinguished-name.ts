import { objectIdentifier, printableString, sequence, set, utf8String } from './der.ts';

const attributeTypes = { CN: '2.5.4.3', O: '2.5.4.10' } as const;

/** One part of a name, such as `['CN', 'kubernetes']`. */
export type NameAttribute = readonly [type: keyof typeof attributeTypes, value: string];

/** X.501: an own set for each attribute, in the given order. */
export function distinguishedName(attributes: readonly NameAttribute[]): Buffer {
  return sequence(...attributes.map(([type, value]) => set(sequence(objectIdentifier(attributeTypes[type]), directoryString(value)))));
}

/** The smaller character set where it suffices, as Go and OpenSSL write it: some compare names byte for byte. */
function directoryString(value: string): Buffer {
  return /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value) ? printableString(value) : utf8String(value);
}
