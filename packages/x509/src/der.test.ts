import fc from 'fast-check';
import { bitString, boolean, element, integer, namedBits, objectIdentifier, printableString, sequence, time, utf8String } from './der.ts';
import { readElements } from './der-reader.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const cases = [
  { name: 'integer 0', got: integer(Buffer.from([])), want: '020100', why: 'an integer has at least one byte' },
  { name: 'integer 127', got: integer(Buffer.from([127])), want: '02017f', why: 'the first bit is the sign' },
  { name: 'integer 128', got: integer(Buffer.from([128])), want: '02020080', why: 'a zero keeps it positive' },
  { name: 'integer 256 with zeros before', got: integer(Buffer.from([0, 0, 1, 0])), want: '02020100', why: 'DER wants the shortest form' },
  { name: 'true', got: boolean(true), want: '0101ff', why: 'DER knows one true' },
  { name: 'no named bits', got: namedBits([]), want: '030100', why: 'an empty bit string has no unused bits' },
  { name: 'bit 0', got: namedBits([0]), want: '03020780', why: 'bits count from the left' },
  { name: 'bits 0, 2 and 5', got: namedBits([0, 2, 5]), want: '030202a4', why: 'zeros at the end are left out' },
  { name: 'bit 8', got: namedBits([8]), want: '0303070080', why: 'a second byte' },
  { name: 'a bit string', got: bitString(Buffer.from([1, 2])), want: '0303000102', why: 'a whole number of bytes' },
  { name: 'an identifier with long arcs', got: objectIdentifier('1.2.840.113549.1.1.11'), want: '06092a864886f70d01010b', why: 'base 128 with continuation bits' },
  { name: 'a short identifier', got: objectIdentifier('2.5.4.3'), want: '0603550403', why: 'the first two arcs share a byte' },
  { name: 'printable text', got: printableString('ab'), want: '13026162', why: '' },
  { name: 'text in UTF-8', got: utf8String('ö'), want: '0c02c3b6', why: '' },
  { name: 'an empty sequence', got: sequence(), want: '3000', why: '' },
  { name: 'the last second with two digits of the year', got: time(new Date('2049-12-31T23:59:59.999Z')), want: `170d${hex(Buffer.from('491231235959Z'))}`, why: 'UTCTime until 2049, whole seconds' },
  { name: 'the first with four', got: time(new Date('2050-01-01T00:00:00Z')), want: `180f${hex(Buffer.from('20500101000000Z'))}`, why: 'GeneralizedTime from 2050' },
  { name: 'the first second with two digits', got: time(new Date('1950-01-01T00:00:00Z')), want: `170d${hex(Buffer.from('500101000000Z'))}`, why: '50 is 1950' },
  { name: 'before it', got: time(new Date('1949-12-31T23:59:59Z')), want: `180f${hex(Buffer.from('19491231235959Z'))}`, why: '49 is 2049' },
];

test.each(cases)('$name: $want ($why)', ({ got, want }) => {
  expect(hex(got)).toBe(want);
});

const lengths = [
  { size: 127, head: '047f' },
  { size: 128, head: '048180' },
  { size: 255, head: '0481ff' },
  { size: 256, head: '04820100' },
  { size: 65_535, head: '0482ffff' },
  { size: 65_536, head: '0483010000' },
];

test.each(lengths)('$size bytes begin with $head', ({ size, head }) => {
  expect(hex(element(0x04, Buffer.alloc(size))).slice(0, head.length)).toBe(head);
});

test('what is written is read back, in whatever sizes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 70_000 }).map((size) => new Uint8Array(size))))), (parts) => {
      const read = readElements(Buffer.concat(parts.map(([tag, content]) => element(tag, content))));
      expect(read.map(({ tag, content }) => [tag, content.length])).toEqual(parts.map(([tag, content]) => [tag, content.length]));
      for (const [index, [, content]] of parts.entries()) expect(read[index]?.content.equals(content)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('an integer keeps its value, is never negative, and is as short as can be', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (magnitude) => {
      const [{ content } = { content: Buffer.alloc(0) }] = readElements(integer(magnitude));
      expect(BigInt(`0x${hex(content)}`)).toBe(BigInt(`0x0${hex(magnitude)}`));
      expect(content[0]! & 0x80).toBe(0);
      expect(content.length === 1 || content[0]! !== 0 || (content[1]! & 0x80) !== 0).toBe(true);
    }),
  );
});

test('an identifier keeps every arc', () => {
  const arcs = fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(arcs, (rest) => {
      const [{ content } = { content: Buffer.alloc(0) }] = readElements(objectIdentifier(`1.2.${rest.join('.')}`));
      const read: number[] = [];
      let value = 0;
      for (const byte of content.subarray(1)) {
        value = value * 128 + (byte & 0x7f);
        if (byte < 0x80) {
          read.push(value);
          value = 0;
        }
      }
      expect(read).toEqual(rest);
    }),
  );
});

test.each([
  { name: 'no length', bytes: [0x30] },
  { name: 'content that is cut off', bytes: [0x30, 5, 1, 2] },
  { name: 'a length that is cut off', bytes: [0x30, 0x82, 1] },
  { name: 'the indefinite form', bytes: [0x30, 0x80, 0, 0] },
  { name: 'a length of five bytes', bytes: [0x30, 0x85, 0, 0, 0, 0, 1, 0] },
  { name: 'a tag of several bytes', bytes: [0x1f, 0x81, 1, 0] },
])('$name is refused', ({ bytes }) => {
  expect(() => readElements(Buffer.from(bytes))).toThrow(expect.objectContaining({ code: 'X509', problem: 'Malformed' }));
});

test('any bytes are read or refused as malformed, never anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        expect(Buffer.concat(readElements(bytes).map(({ raw }) => raw)).equals(bytes)).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ code: 'X509', problem: 'Malformed' });
      }
    }),
    { numRuns: 500 },
  );
});
