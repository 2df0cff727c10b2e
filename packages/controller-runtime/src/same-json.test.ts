import fc from 'fast-check';
import { sameJson } from './same-json.ts';

const cases = [
  { name: 'an undefined key', why: 'JSON leaves it out', one: { a: 1, b: undefined }, other: { a: 1 }, want: true },
  { name: 'an undefined key deep in a list', why: 'the same there', one: [{ a: [{ b: undefined }] }], other: [{ a: [{}] }], want: true },
  { name: 'null and nothing', why: 'null is a value', one: { a: null }, other: {}, want: false },
  { name: 'a list and an object', why: 'their keys may be equal', one: ['x'], other: { 0: 'x' }, want: false },
  { name: 'other keys', why: 'as many, but others', one: { a: undefined, b: 1 }, other: { a: 1, b: undefined }, want: false },
  { name: 'number and text', why: 'no coercion', one: { a: 1 }, other: { a: '1' }, want: false },
];
test.each(cases)('$name: $want ($why)', ({ one, other, want }) => {
  expect(sameJson(one, other)).toBe(want);
  expect(sameJson(other, one)).toBe(want);
});

test('agrees with comparing the texts', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(sameJson(one, JSON.parse(JSON.stringify(one)))).toBe(true);
      expect(sameJson(one, other)).toBe(sameJson(other, one));
      if (JSON.stringify(one) === JSON.stringify(other)) expect(sameJson(one, other)).toBe(true);
    }),
  );
});
