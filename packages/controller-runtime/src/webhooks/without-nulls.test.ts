import { withoutNulls } from './without-nulls.ts';

test.each([
  { name: 'a null member', why: 'absent, to Go', value: { a: null, b: 1 }, want: { b: 1 } },
  { name: 'one further down', why: 'at any depth', value: { a: { b: { c: null } } }, want: { a: { b: {} } } },
  { name: 'one in a list of objects', why: 'lists have members, too', value: { a: [{ b: null }, { c: 1 }] }, want: { a: [{}, { c: 1 }] } },
  { name: 'a null item', why: 'it holds a place', value: [1, null], want: [1, null] },
  { name: 'null itself', why: 'there is nothing around it', value: null, want: null },
])('withoutNulls: $name ($why)', ({ value, want }) => {
  expect(withoutNulls<unknown>(value)).toEqual(want);
});

test('what has no nulls comes back as it is, and so do its parts', () => {
  const kept = { a: [1, { b: false }], c: '' };
  expect(withoutNulls(kept)).toBe(kept);
  expect(withoutNulls<{ kept: object; gone: null }>({ kept, gone: null }).kept).toBe(kept);
});
