import { parseVersion } from '@clusterwright/contract/versions';
import golden from './kubeadm-types.golden.json' with { type: 'json' };
import { clusterConfigurationYaml } from './cluster-configuration.ts';
import { goDuration, goDurationOfDays, utcTime } from './durations.ts';
import { initConfigurationYaml } from './init-configuration.ts';
import { joinConfigurationYaml } from './join-configuration.ts';
import { kubeadmVersionFor } from './kubeadm-version.ts';

function rendered({ kind, version, object, data }: (typeof golden)[number]): string {
  const kubernetesVersion = versionOf(version);
  // The objects are as the API server would return them; JSON has no types.
  if (kind === 'cluster') return clusterConfigurationYaml(kubernetesVersion, object as never, data);
  return kind === 'init' ? initConfigurationYaml(kubernetesVersion, object as never) : joinConfigurationYaml(kubernetesVersion, object as never);
}

function versionOf(text: string) {
  const version = parseVersion(text);
  if (!version) throw new Error(`bad version in test: ${text}`);
  return version;
}

// Recorded from upstream's own packages.
test.each(golden.filter(({ error }) => error === undefined))('kubeadm configuration: $name', (given) => {
  expect(rendered(given)).toBe(given.output);
});

test.each(golden.filter(({ error }) => error !== undefined))('kubeadm configuration is refused: $name', (given) => {
  expect(() => rendered(given)).toThrow(expect.objectContaining({ code: 'UnsupportedKubernetesVersion', message: given.error }));
});

test.each([
  { version: 'v1.22.0', want: 'v1beta3' },
  { version: 'v1.22.0-alpha.0', want: 'v1beta3' },
  { version: 'v1.30.99', want: 'v1beta3' },
  { version: 'v1.31.0-alpha.1', want: 'v1beta4' },
  { version: 'v1.36.3+build', want: 'v1beta4' },
  { version: 'v2.0.0', want: 'v1beta4' },
])('kubeadmVersionFor: $version is $want (pre-releases count as the release)', ({ version, want }) => {
  expect(kubeadmVersionFor(versionOf(version))).toBe(want);
});

test.each([
  { seconds: 0, want: '0s' },
  { seconds: 59, want: '59s' },
  { seconds: 60, want: '1m0s' },
  { seconds: 3661, want: '1h1m1s' },
  { seconds: 90061, want: '25h1m1s' },
])('goDuration: $seconds s is $want', ({ seconds, want }) => {
  expect(goDuration(seconds)).toBe(want);
});

test('goDurationOfDays leaves zero and nothing to kubeadm', () => {
  expect([goDurationOfDays(undefined), goDurationOfDays(0), goDurationOfDays(1)]).toEqual([undefined, undefined, '24h0m0s']);
});

test('utcTime moves a time with offset to UTC', () => {
  expect(utcTime('2030-01-02T03:04:05.678+02:00')).toBe('2030-01-02T01:04:05Z');
});

test('a resource that an environment variable reads from has a divisor, as in every stored Pod', () => {
  const extraEnvs = [{ name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }];
  expect(clusterConfigurationYaml(versionOf('v1.36.0'), { scheduler: { extraEnvs } })).toContain('      resourceFieldRef:\n        divisor: "0"\n        resource: limits.cpu\n');
});
