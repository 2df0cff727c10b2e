import fc from 'fast-check';
import { compareVersions, isAtLeast, mustParseVersion, parseImageTagVersion, parseVersion } from './versions.ts';

test.each([
  { text: 'v1.36.3', want: { major: 1, minor: 36, patch: 3, pre: [], build: [] } },
  { text: '1.36', want: { major: 1, minor: 36, patch: 0, pre: [], build: [] } },
  { text: ' v1.37.0-rc.1+k3s1.x ', want: { major: 1, minor: 37, patch: 0, pre: ['rc', '1'], build: ['k3s1', 'x'] } },
  { text: 'v1.36.3-', want: undefined },
  { text: 'v1.36.3-a..b', want: undefined },
  { text: 'latest', want: undefined },
  { text: '', want: undefined },
])('parseVersion($text)', ({ text, want }) => {
  expect(parseVersion(text)).toEqual(want);
});

test('an invalid version is named in the error', () => {
  expect(() => mustParseVersion('latest')).toThrow(expect.objectContaining({ code: 'InvalidVersion', message: 'failed to parse Kubernetes version "latest"' }));
});

test.each([
  { a: 'v1.36.3', b: 'v1.36.10', want: -1, why: 'numbers, not text' },
  { a: 'v1.37.0', b: 'v1.37.0-rc.1', want: 1, why: 'a release comes after its pre-releases' },
  { a: 'v1.37.0-rc.2', b: 'v1.37.0-rc.10', want: -1, why: 'numeric identifiers by value' },
  { a: 'v1.37.0-alpha.1', b: 'v1.37.0-alpha', want: 1, why: 'more identifiers come later' },
  { a: 'v1.37.0-1', b: 'v1.37.0-alpha', want: -1, why: 'numbers before words' },
  { a: 'v1.36.3+1', b: 'v1.36.3+2', want: 0, why: 'build metadata does not count' },
])('compareVersions($a, $b) → $want ($why)', ({ a, b, want }) => {
  expect(compareVersions(mustParseVersion(a), mustParseVersion(b))).toBe(want);
});

test.each([
  { a: 'v1.36.3+1', b: 'v1.36.3+2', want: -1, why: 'numbers are ordered' },
  { a: 'v1.36.3+a', b: 'v1.36.3+b', want: 2, why: 'hashes differ, and that is all' },
  { a: 'v1.36.3+k3s.1', b: 'v1.36.3+k3s', want: 1, why: 'longer comes later' },
  { a: 'v1.36.4+a', b: 'v1.36.3+b', want: 1, why: 'the version itself decides first' },
])('with build metadata, compareVersions($a, $b) → $want ($why)', ({ a, b, want }) => {
  expect(compareVersions(mustParseVersion(a), mustParseVersion(b), { withBuild: true })).toBe(want);
});

test('image tags write _ for +', () => {
  expect(parseImageTagVersion('v1.36.3_vmware.1')?.build).toEqual(['vmware', '1']);
});

test('a pre-release of the minimum is enough', () => {
  expect([isAtLeast('v1.37.0-rc.0', 'v1.37.0'), isAtLeast('v1.36.9', 'v1.37.0')]).toEqual([true, false]);
});

test('the order is antisymmetric', () => {
  const version = fc.tuple(fc.nat(3), fc.nat(3), fc.constantFrom('', '-1', '-a', '-a.1', '-a.b')).map(([minor, patch, pre]) => mustParseVersion(`v1.${minor}.${patch}${pre}`));
  fc.assert(fc.property(version, version, (a, b) => expect(compareVersions(a, b) + compareVersions(b, a)).toBe(0)));
});
