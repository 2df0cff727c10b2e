import { X509Error } from './errors.ts';

/** One element: its tag, its content, and all of its bytes. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly raw: Buffer;
}

/** The elements that follow each other in some bytes. Errors: `X509Error` (Malformed). */
export function readElements(bytes: Uint8Array): DerElement[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements: DerElement[] = [];
  for (let offset = 0; offset < buffer.length; ) {
    const found = elementAt(buffer, offset);
    elements.push(found);
    offset += found.raw.length;
  }
  return elements;
}

function elementAt(buffer: Buffer, offset: number): DerElement {
  const tag = buffer[offset];
  const first = buffer[offset + 1];
  // Certificates have no tags of several bytes.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw malformed();
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  // Neither the indefinite form nor more than any certificate is long.
  if (first === 0x80 || lengthBytes > 4 || offset + 2 + lengthBytes > buffer.length) throw malformed();
  const size = lengthBytes === 0 ? first : buffer.readUIntBE(offset + 2, lengthBytes);
  const start = offset + 2 + lengthBytes;
  const end = start + size;
  if (end > buffer.length) throw malformed();
  return { tag, content: buffer.subarray(start, end), raw: buffer.subarray(offset, end) };
}

const malformed = (): X509Error => new X509Error('Malformed', 'malformed DER');
