import fc from 'fast-check';
import { applyMergePatch } from '@clusterwright/test-env/merge-patch';
import { sameJson } from '../same-json.ts';
import { changesSince, mergeDiff } from './merge-diff.ts';

const cases = [
  { name: 'what is there', why: 'nothing to write', desired: { a: { b: 1 } }, current: { a: { b: 1, c: 2 } }, want: undefined },
  { name: 'a new value', why: 'only it is written', desired: { a: { b: 1, d: 3 } }, current: { a: { b: 1 } }, want: { a: { d: 3 } } },
  { name: 'undefined for a known field', why: 'it goes', desired: { a: undefined, b: null }, current: { a: 1, b: 2 }, want: { a: null, b: null } },
  { name: 'undefined for an unknown field', why: 'it is gone already', desired: { a: undefined, b: null }, current: { b: null }, want: undefined },
  { name: 'another list', why: 'lists are values', desired: { a: [1, 2] }, current: { a: [1] }, want: { a: [1, 2] } },
  { name: 'undefined inside a list', why: 'it is not sent', desired: { a: [{ b: 1, c: undefined }] }, current: { a: [{ b: 1 }] }, want: undefined },
  { name: 'the last field of an object', why: 'an empty object may be refused', desired: { a: { b: undefined } }, current: { a: { b: 1 } }, want: { a: null } },
  { name: 'the last field, two levels deep', why: 'the same for its parent', desired: { a: { b: { c: null } } }, current: { a: { b: { c: 1 } } }, want: { a: null } },
  { name: 'nothing known', why: 'a first status', desired: { a: { b: 1 }, c: {} }, current: undefined, want: { a: { b: 1 } } },
  { name: 'an object for a text', why: 'the text is replaced', desired: { a: { b: 1 } }, current: { a: 'x' }, want: { a: { b: 1 } } },
];
test.each(cases)('$name: $want ($why)', ({ desired, current, want }) => {
  expect(mergeDiff(desired, current)).toEqual(want);
});

const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 2 }));
const name = fc.constantFrom('a', 'b', 'c', 'd');
const objectOf = (value: fc.Arbitrary<unknown>) => fc.dictionary(name, value, { maxKeys: 4 });
const current = objectOf(fc.oneof(leaf, objectOf(fc.oneof(leaf, objectOf(leaf)))));
const removable = fc.oneof(leaf, fc.constant(null), fc.constant(undefined));
const desired = objectOf(fc.oneof(removable, objectOf(fc.oneof(removable, objectOf(removable)))));

test('once the patch is applied, nothing is left to patch; without a patch nothing changes', () => {
  fc.assert(
    fc.property(desired, current, (wanted, known) => {
      const patch = mergeDiff(wanted, known);
      const patched = applyMergePatch(known, patch ?? {}) as Record<string, unknown>;
      expect(mergeDiff(wanted, patched)).toBeUndefined();
      if (!patch) expect(sameJson(patched, known)).toBe(true);
    }),
  );
});

test('the patch is the smallest: no value in it is there already', () => {
  const overlap = (patch: unknown, known: unknown): boolean =>
    typeof patch === 'object' && patch !== null && !Array.isArray(patch)
      ? Object.entries(patch).some(([key, value]) => overlap(value, (known as Record<string, unknown> | undefined)?.[key]))
      : patch !== null && sameJson(patch, known);
  fc.assert(fc.property(desired, current, (wanted, known) => expect(overlap(mergeDiff(wanted, known) ?? {}, known)).toBe(false)));
});

const intents = [
  { name: 'what was there', why: 'it was only carried along', seen: { a: { b: 1, c: 2 } }, desired: { a: { b: 1 } }, want: undefined },
  { name: 'one field of two', why: 'only it is meant', seen: { a: { b: 1, c: 2 } }, desired: { a: { b: 1, c: 3 } }, want: { a: { c: 3 } } },
  { name: 'a field that goes', why: 'the fragment goes on saying so', seen: { a: { b: 1 } }, desired: { a: { b: undefined } }, want: { a: { b: undefined } } },
  { name: 'a field that was not there', why: 'nothing is removed that came later', seen: {}, desired: { a: undefined, b: { c: null } }, want: undefined },
  { name: 'another list', why: 'lists are values', seen: { a: [1] }, desired: { a: [1, 2] }, want: { a: [1, 2] } },
  { name: 'nothing seen', why: 'all of it is new', seen: undefined, desired: { a: { b: 1 } }, want: { a: { b: 1 } } },
];
test.each(intents)('changesSince: $name → $want ($why)', ({ seen, desired: wanted, want }) => {
  expect(changesSince(seen, wanted)).toStrictEqual(want);
});

test('where nobody else wrote, the changes alone lead where the whole fragment leads', () => {
  fc.assert(
    fc.property(desired, current, (wanted, seen) => {
      expect(mergeDiff(changesSince(seen, wanted) ?? {}, seen)).toEqual(mergeDiff(wanted, seen));
    }),
  );
});

test('what a fragment takes over as it was seen is never written, whatever became of it', () => {
  fc.assert(fc.property(current, (seen) => expect(changesSince(seen, seen)).toBeUndefined()));
});
