import { aggregateStatusVersions, versionsFromMachines } from './status-versions.ts';

test.each([
  { name: 'nothing', versions: [], want: undefined },
  { name: 'an empty version', versions: [{ version: '', replicas: 2 }], want: undefined },
  { name: 'sums, oldest first', versions: [{ version: 'v1.36.3', replicas: 2 }, { version: 'v1.9.0', replicas: 1 }, { version: 'v1.36.3', replicas: 1 }], want: [{ version: 'v1.9.0', replicas: 1 }, { version: 'v1.36.3', replicas: 3 }] },
  { name: 'pre-releases before releases', versions: [{ version: 'v1.37.0', replicas: 1 }, { version: 'v1.37.0-rc.1', replicas: 1 }], want: [{ version: 'v1.37.0-rc.1', replicas: 1 }, { version: 'v1.37.0', replicas: 1 }] },
  { name: 'what is no version goes last', versions: [{ version: 'latest', replicas: 1 }, { version: 'v1.36.3', replicas: 1 }], want: [{ version: 'v1.36.3', replicas: 1 }, { version: 'latest', replicas: 1 }] },
  { name: 'no replicas', versions: [{ version: 'v1.36.3' }], want: [{ version: 'v1.36.3' }] },
])('aggregateStatusVersions: $name', ({ versions, want }) => {
  expect(aggregateStatusVersions(versions)).toEqual(want);
});

test('a Machine counts by its kubelet, else by the version asked for; builds that cannot be ordered by age', () => {
  const machine = (name: string, creationTimestamp: string, version: string, kubeletVersion?: string) => ({ metadata: { name, creationTimestamp }, spec: { version }, status: { nodeInfo: { kubeletVersion } } });
  const machines = [machine('c', '2026-11-21T12:00:03Z', 'v1.36.3+young'), machine('a', '2026-11-21T12:00:01Z', 'v1.36.3+old'), machine('b', '2026-11-21T12:00:02Z', 'v1.37.0', 'v1.36.0')];
  expect(versionsFromMachines(machines)).toEqual([{ version: 'v1.36.0', replicas: 1 }, { version: 'v1.36.3+old', replicas: 1 }, { version: 'v1.36.3+young', replicas: 1 }]);
});
