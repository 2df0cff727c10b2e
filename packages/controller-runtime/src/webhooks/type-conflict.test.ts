import { typeConflict } from './type-conflict.ts';

test.each([
  { name: 'an added member', why: 'that is what defaults are', received: { spec: {} }, defaulted: { spec: { replicas: 1 } } },
  { name: 'a changed text', why: 'the v of a version', received: { version: '1.36.3' }, defaulted: { version: 'v1.36.3' } },
  { name: 'a removed member', why: 'what is not there has no type', received: { spec: {} }, defaulted: {} },
  { name: 'a longer list', why: 'items that are there stay what they are', received: { a: [{ b: 1 }] }, defaulted: { a: [{ b: 1, c: 2 }, { b: 3 }] } },
  { name: 'the same object', why: 'nothing was defaulted', received: { a: null }, defaulted: { a: null } },
])('typeConflict: none for $name ($why)', ({ received, defaulted }) => {
  expect(typeConflict(received, defaulted)).toBeUndefined();
});

test.each([
  { received: { spec: 'text' }, defaulted: { spec: { replicas: 1 } }, want: 'spec must be an object, is a string' },
  { received: { spec: { rollout: [] } }, defaulted: { spec: { rollout: {} } }, want: 'spec.rollout must be an object, is a list' },
  { received: { spec: { items: [{}, 5] } }, defaulted: { spec: { items: [{}, {}] } }, want: 'spec.items[1] must be an object, is a number' },
  { received: { spec: true }, defaulted: { spec: {} }, want: 'spec must be an object, is a boolean' },
  { received: { items: [null] }, defaulted: { items: [{}] }, want: 'items[0] must be an object, is null' },
])('typeConflict: $want', ({ received, defaulted, want }) => {
  expect(typeConflict(received, defaulted)).toBe(want);
});
