import { tlsOptions } from './tls-options.ts';

const cases = [
  { name: 'defaults', flags: { 'tls-min-version': 'VersionTLS12', 'tls-cipher-suites': [] }, want: { minVersion: 'TLSv1.2' } },
  { name: 'an empty version', flags: { 'tls-min-version': '', 'tls-cipher-suites': [] }, want: { minVersion: 'TLSv1.2' } },
  { name: 'suites', flags: { 'tls-min-version': 'VersionTLS13', 'tls-cipher-suites': ['A', 'B'] }, want: { minVersion: 'TLSv1.3', ciphers: 'A:B' } },
];
test.each(cases)('$name are read', ({ flags, want }) => {
  expect(tlsOptions(flags)).toEqual(want);
});

test('an old version is refused', () => {
  expect(() => tlsOptions({ 'tls-min-version': 'VersionTLS10', 'tls-cipher-suites': [] })).toThrow('flag --tls-min-version: "VersionTLS10" must be VersionTLS12 or VersionTLS13');
});
