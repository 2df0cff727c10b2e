import { scaledValue } from './scaled-value.ts';

describe('scaledValue', () => {
  const cases = [
    { name: 'integer', value: 3, total: 10, round: 'up', want: 3 },
    { name: 'percentage rounded up', value: '25%', total: 10, round: 'up', want: 3 },
    { name: 'percentage rounded down', value: '25%', total: 10, round: 'down', want: 2 },
    { name: 'percentage without remainder', value: '50%', total: 4, round: 'up', want: 2 },
    { name: 'no percentage', value: 'many', total: 4, round: 'up', want: undefined },
    { name: 'number as text', value: '3', total: 4, round: 'up', want: undefined },
  ] as const;
  test.each(cases)('$name: $value of $total → $want', ({ value, total, round, want }) => {
    expect(scaledValue(value, total, round)).toBe(want);
  });
});
