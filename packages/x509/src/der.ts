/** DER (X.690), as far as writing certificates needs it: each function returns one complete element. */

/** An element of any tag around its contents. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

/** The shortest form, as DER wants it: one byte up to 127, then a count of bytes and the bytes. */
function length(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value]);
  const bytes = bigEndian(value);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function bigEndian(value: number): number[] {
  return value < 0x100 ? [value] : [...bigEndian(Math.floor(value / 0x100)), value % 0x100];
}

export const sequence = (...contents: readonly Uint8Array[]): Buffer => element(0x30, ...contents);
export const set = (...contents: readonly Uint8Array[]): Buffer => element(0x31, ...contents);
export const octetString = (bytes: Uint8Array): Buffer => element(0x04, bytes);
export const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]));
export const none = (): Buffer => element(0x05);
export const printableString = (text: string): Buffer => element(0x13, Buffer.from(text, 'latin1'));
export const utf8String = (text: string): Buffer => element(0x0c, Buffer.from(text, 'utf8'));
/** `[number]` around complete elements. */
export const explicit = (number: number, ...contents: readonly Uint8Array[]): Buffer => element(0xa0 | number, ...contents);
/** `[number]` in place of a primitive type's own tag. */
export const implicit = (number: number, content: Uint8Array): Buffer => element(0x80 | number, content);

/** A number that is not negative, big endian. */
export function integer(magnitude: Uint8Array): Buffer {
  const first = magnitude.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Buffer.from([0]) : magnitude.subarray(first);
  // A set first bit would make it negative.
  const sign = (digits[0] ?? 0) & 0x80 ? Buffer.from([0]) : Buffer.alloc(0);
  return element(0x02, sign, digits);
}

export const bitString = (bytes: Uint8Array): Buffer => element(0x03, Buffer.from([0]), bytes);

/** A bit string whose set bits have names by position, the first bit is 0; zeros at the end are left out. */
export function namedBits(positions: readonly number[]): Buffer {
  if (positions.length === 0) return element(0x03, Buffer.from([0]));
  const last = Math.max(...positions);
  const bytes = Buffer.alloc((last >> 3) + 1);
  for (const position of positions) bytes.writeUInt8(bytes.readUInt8(position >> 3) | (0x80 >> (position & 7)), position >> 3);
  return element(0x03, Buffer.from([7 - (last & 7)]), bytes);
}

/** From the dotted form, such as `2.5.4.3`. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest].flatMap((arc) => base128(arc))));
}

function base128(value: number): number[] {
  const digits = [value % 0x80];
  for (let rest = Math.floor(value / 0x80); rest > 0; rest = Math.floor(rest / 0x80)) digits.unshift((rest % 0x80) | 0x80);
  return digits;
}

/** A time of a certificate, in whole seconds: with two digits of the year where these suffice (RFC 5280, 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050 ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits));
}
