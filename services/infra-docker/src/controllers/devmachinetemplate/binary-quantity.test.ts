import { toBinaryQuantity } from './binary-quantity.ts';

test.each([
  { bytes: 0, want: '0' },
  { bytes: 1, want: '1' },
  { bytes: 1023, want: '1023' },
  { bytes: 1024, want: '1Ki' },
  { bytes: 1025, want: '1025' },
  { bytes: 1536, want: '1536' },
  { bytes: 8 * 1024 ** 3, want: '8Gi' },
  { bytes: 1.5 * 1024 ** 3, want: '1536Mi' },
  { bytes: 16_393_244 * 1024, want: '16393244Ki' },
  { bytes: 3 * 1024 ** 4, want: '3Ti' },
])('$bytes bytes are $want', ({ bytes, want }) => {
  expect(toBinaryQuantity(bytes)).toBe(want);
});
