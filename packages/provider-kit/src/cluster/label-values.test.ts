import fc from 'fast-check';
import { formatLabelValue, isValidLabelValue, labelValueMatches } from './label-values.ts';

test.each([
  { text: 'machine-set-1', want: 'machine-set-1', why: 'a valid value stays' },
  { text: '', want: '', why: 'an empty value is valid' },
  { text: 'a'.repeat(63), want: 'a'.repeat(63), why: '63 characters are allowed' },
  { text: 'a'.repeat(64), want: 'hash_2W8PhQ_z', why: 'longer ones are hashed (FNV-32a, base64 for URLs)' },
  { text: 'invalid/value', want: 'hash_vN2S8g_z', why: 'a slash is not allowed' },
])('formatLabelValue($text) → $want ($why)', ({ text, want }) => {
  expect(formatLabelValue(text)).toBe(want);
});

test('every text becomes a value that the API server accepts, and is recognised in it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      expect(isValidLabelValue(formatLabelValue(text))).toBe(true);
      expect(labelValueMatches(text, formatLabelValue(text))).toBe(true);
    }),
  );
});
