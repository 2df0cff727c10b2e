import type { KubeObject } from '@clusterwright/api';
import { coverageOf, parseSelector } from './coverage.ts';

const object = (labels: Record<string, string>, namespace = 'ns'): KubeObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace, labels } });

const selectors: { name: string; text: string; matching: Record<string, string>; other: Record<string, string> }[] = [
  { name: 'existence', text: 'cluster.x-k8s.io/cluster-name', matching: { 'cluster.x-k8s.io/cluster-name': '' }, other: {} },
  { name: 'absence', text: '!a', matching: {}, other: { a: 'x' } },
  { name: 'equality', text: 'a=b', matching: { a: 'b' }, other: { a: 'c' } },
  { name: 'double equality', text: 'a == b', matching: { a: 'b' }, other: {} },
  { name: 'inequality', text: 'a!=b', matching: { a: 'c' }, other: { a: 'b' } },
  { name: 'a set', text: 'a in (b, c),d', matching: { a: 'c', d: '' }, other: { a: 'c' } },
  { name: 'the rest of a set', text: 'x,a notin (b,c)', matching: { x: '1' }, other: { x: '1', a: 'b' } },
];
test.each(selectors)('a cache of $text ($name) holds what the watch shows, and nothing else', ({ text, matching, other }) => {
  const coverage = coverageOf({ labelSelector: text });
  expect(coverage.holds(object(matching))).toBe(true);
  expect(coverage.holds(object(other))).toBe(false);
});

test('a selector that cannot be read is a defect of ours', () => {
  expect(() => parseSelector('a > 1')).toThrow('label selector "a > 1" cannot be read');
});

const keys = [
  { name: 'of everything', why: 'what is not there does not exist', options: {}, namespace: 'ns', want: false },
  { name: 'of a selection', why: 'it may have other labels', options: { labelSelector: 'a' }, namespace: 'ns', want: true },
  { name: 'of its namespace', why: 'all of it is watched', options: { namespace: 'ns' }, namespace: 'ns', want: false },
  { name: 'of another namespace', why: 'nobody watches there', options: { namespace: 'ns' }, namespace: 'other', want: true },
];
test.each(keys)('a cache $name may miss an object: $want ($why)', ({ options, namespace, want }) => {
  expect(coverageOf(options).mayMiss({ namespace, name: 'a' })).toBe(want);
});
