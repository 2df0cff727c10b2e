import { isSemanticVersion, validateKubernetesVersion, withVersionPrefix } from './semantic-version.ts';

test.each([
  { text: '1.36.3', why: 'plain', want: true },
  { text: '1.36.3-rc.1+k3s1.2', why: 'pre-release and build', want: true },
  { text: 'v1.36.3', why: 'the v is no part of it', want: false },
  { text: '1.36', why: 'no patch', want: false },
  { text: '1.036.3', why: 'leading zero', want: false },
  { text: '1.36.3-01', why: 'leading zero in a numeric identifier', want: false },
  { text: '1.36.3-', why: 'empty pre-release', want: false },
])('isSemanticVersion: $text is $want ($why)', ({ text, want }) => {
  expect(isSemanticVersion(text)).toBe(want);
});

test.each([
  { version: '1.36.3', why: 'added', want: 'v1.36.3' },
  { version: 'v1.36.3', why: 'there already', want: 'v1.36.3' },
  { version: '', why: 'nothing stays nothing', want: '' },
  { version: 5 as unknown as string, why: 'the schema will say that it is no text', want: 5 },
])('withVersionPrefix: $version ($why)', ({ version, want }) => {
  expect(withVersionPrefix(version)).toBe(want);
});

test.each([
  { version: undefined, why: 'absent is allowed', want: [] },
  { version: 'v1.36.3', why: 'as it should be', want: [] },
  { version: '1.36.3', why: 'no v', want: ['must start with v'] },
  { version: 'v1.36', why: 'no patch', want: ['must be a valid semantic version, such as v1.36.3'] },
  { version: 'latest', why: 'neither', want: ['must start with v', 'must be a valid semantic version, such as v1.36.3'] },
])('validateKubernetesVersion: $version ($why)', ({ version, want }) => {
  expect(validateKubernetesVersion(version, 'spec.version')).toEqual(want.map((detail) => ({ field: 'spec.version', type: 'Invalid', value: version, detail })));
});
