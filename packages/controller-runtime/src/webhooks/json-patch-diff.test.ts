import fc from 'fast-check';
import { applyJsonPatch } from '@clusterwright/test-env/json-patch';
import { sameJson } from '../same-json.ts';
import { jsonPatchDiff } from './json-patch-diff.ts';

const cases = [
  { name: 'nothing', why: 'no patch, no write', from: { a: 1 }, to: { a: 1, b: undefined }, want: [] },
  { name: 'a new member', why: 'its parent is there', from: { a: {} }, to: { a: { b: 1 } }, want: [{ op: 'add', path: '/a/b', value: 1 }] },
  { name: 'a new parent', why: 'it comes as a whole', from: {}, to: { a: { b: 1 } }, want: [{ op: 'add', path: '/a', value: { b: 1 } }] },
  { name: 'a label', why: 'slashes and tildes are escaped', from: { l: {} }, to: { l: { 'a/b~c': 'x' } }, want: [{ op: 'add', path: '/l/a~1b~0c', value: 'x' }] },
  { name: 'a list', why: 'positions are not guessed', from: { a: [1, 2] }, to: { a: [2] }, want: [{ op: 'replace', path: '/a', value: [2] }] },
  { name: 'something gone', why: 'defaults may clear', from: { a: 1, b: 2 }, to: { b: 2 }, want: [{ op: 'remove', path: '/a' }] },
];
test.each(cases)('$name: $want ($why)', ({ from, to, want }) => {
  expect(jsonPatchDiff(from, to)).toEqual(want);
});

test('applying the patch gives the second object', () => {
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c/d', 'e~f'), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
  fc.assert(
    fc.property(object, object, (from, to) => {
      expect(sameJson(applyJsonPatch(from as never, jsonPatchDiff(from, to)), to)).toBe(true);
    }),
  );
});
