import { generateName, randomSuffix } from './names.ts';

const counting = () => {
  let next = 0;
  return (limit: number) => next++ % limit;
};

test.each([
  { base: 'md-1-', want: 'md-1-bcdfg', why: 'a short base stays whole' },
  { base: 'a'.repeat(58), want: `${'a'.repeat(58)}bcdfg`, why: '58 and 5 are 63' },
  { base: 'a'.repeat(80), want: `${'a'.repeat(58)}bcdfg`, why: 'names are DNS labels at most' },
])('generateName ends in five characters: $why', ({ base, want }) => {
  expect(generateName(base, counting())).toBe(want);
});

test('suffixes use no vowels and nothing that looks like another character', () => {
  expect(randomSuffix(counting(), 27)).toBe('bcdfghjklmnpqrstvwxz2456789');
});

test('the default randomness gives different names', () => {
  expect(new Set(Array.from({ length: 50 }, () => generateName('m-'))).size).toBeGreaterThan(45);
});
