import { formatGoDuration, parseGoDuration } from './go-duration.ts';

const cases: readonly { text: string; why: string; want: number | undefined }[] = [
  { text: '0', why: 'zero needs no unit', want: 0 },
  { text: '-0', why: 'nor does zero with a sign', want: 0 },
  { text: '10s', why: 'the usual form', want: 10_000 },
  { text: '1h15m30.5s', why: 'parts add up', want: 4_530_500 },
  { text: '.5s', why: 'the whole part may be left out', want: 500 },
  { text: '1.s', why: 'and so may the fraction', want: 1000 },
  { text: '-1m', why: 'a sign holds for everything', want: -60_000 },
  { text: '250µs', why: 'micro sign', want: 0.25 },
  { text: '250μs', why: 'Greek mu', want: 0.25 },
  { text: '1m1ms', why: 'm and ms are different units', want: 60_001 },
  { text: '2562047h', why: 'the longest that Go can hold', want: 2562047 * 3_600_000 },
  { text: '2562048h', why: 'more does not fit', want: undefined },
  { text: '', why: 'nothing is no duration', want: undefined },
  { text: '10', why: 'only zero goes without a unit', want: undefined },
  { text: '10 s', why: 'no blanks', want: undefined },
  { text: '.s', why: 'a digit is needed', want: undefined },
  { text: '1d', why: 'days are no unit', want: undefined },
  { text: '1s-1s', why: 'one sign, at the front', want: undefined },
];

test.each(cases)('parseGoDuration: $text is $want ($why)', ({ text, want }) => {
  expect(parseGoDuration(text)).toBe(want);
});

const written = [
  { seconds: 0, want: '0s' },
  { seconds: 30, want: '30s' },
  { seconds: 60, want: '1m0s' },
  { seconds: 600, want: '10m0s' },
  { seconds: 3600, want: '1h0m0s' },
  { seconds: 3661, want: '1h1m1s' },
  { seconds: 100_000, want: '27h46m40s' },
];
test.each(written)('$seconds s are written $want, as Go does', ({ seconds, want }) => {
  expect(formatGoDuration(seconds)).toBe(want);
  expect(parseGoDuration(want)).toBe(seconds * 1000);
});
