import golden from './to-yaml.golden.json' with { type: 'json' };
import { compareKeys } from './key-order.ts';
import { readsAsString } from './plain-scalar.ts';
import { toYaml } from './to-yaml.ts';

// Recorded from the YAML library of Kubernetes' Go tools.
test.each(golden)('toYaml: $name', ({ value, output }) => {
  expect(toYaml(value)).toBe(output);
});

test('toYaml leaves out keys without a value', () => {
  expect(toYaml({ a: undefined, b: 1 })).toBe('b: 1\n');
});

test.each([
  { a: 'a9', b: 'a10', why: 'digits count by value' },
  { a: 'Z', b: 'a', why: 'capitals come first' },
  { a: 'x-y', b: 'xy', why: 'signs before letters' },
  { a: 'a', b: 'ab', why: 'the shorter of two with one beginning' },
  { a: 'b099', b: 'b100', why: 'a zero inside a number is part of it' },
])('compareKeys: $a before $b ($why)', ({ a, b }) => {
  expect(compareKeys(a, b)).toBeLessThan(0);
  expect(compareKeys(b, a)).toBeGreaterThan(0);
});

test.each([
  { text: '18446744073709551615', reads: false, why: 'fits 64 bits without a sign' },
  { text: '0xfffffffffffffffff', reads: true, why: 'no number that wide in hexadecimal' },
  { text: '-9223372036854775808', reads: false, why: 'smallest signed number' },
  { text: '2024-02-29', reads: false, why: 'leap day' },
  { text: '2023-02-29', reads: true, why: 'no such day' },
  { text: '2024-01-02 03:04:05Z', reads: true, why: 'with a space there is no zone' },
  { text: '1e999', reads: true, why: 'beyond every float' },
])('readsAsString: $text is $reads ($why)', ({ text, reads }) => {
  expect(readsAsString(text)).toBe(reads);
});
