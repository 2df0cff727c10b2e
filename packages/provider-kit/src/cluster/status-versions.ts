import type { StatusVersion } from '@clusterwright/api/core/v1beta2';
import { compareVersions, parseVersion } from '@clusterwright/contract';

/** What counting needs of a Machine. */
export interface VersionedMachine {
  readonly metadata: { readonly name: string; readonly creationTimestamp?: string | undefined };
  readonly spec: { readonly version?: string | undefined };
  readonly status?: { readonly nodeInfo?: { readonly kubeletVersion?: string | undefined } | undefined } | undefined;
}

/** Sums replicas by version, oldest version first; undefined where there is nothing to list. */
export function aggregateStatusVersions(versions: readonly StatusVersion[]): StatusVersion[] | undefined {
  const replicas = new Map<string, number>();
  for (const { version, replicas: count = 0 } of versions) {
    if (version !== '') replicas.set(version, (replicas.get(version) ?? 0) + count);
  }
  if (replicas.size === 0) return undefined;
  return sortByVersion([...replicas.keys()]).map((version) => toStatusVersion(version, replicas.get(version) ?? 0));
}

/** Counts Machines by the version that runs, else the one asked for; versions that cannot be ordered keep the order in which Machines were made. */
export function versionsFromMachines(machines: readonly VersionedMachine[]): StatusVersion[] | undefined {
  const oldestFirst = machines.toSorted((a, b) => compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') || compareText(a.metadata.name, b.metadata.name));
  return aggregateStatusVersions(oldestFirst.map(({ spec, status }) => ({ version: status?.nodeInfo?.kubeletVersion || spec.version || '', replicas: 1 })));
}

// The API leaves replicas out when they are 0.
const toStatusVersion = (version: string, replicas: number): StatusVersion => (replicas === 0 ? { version } : { version, replicas });

function sortByVersion(versions: readonly string[]): string[] {
  return versions.toSorted((a, b) => {
    const left = parseVersion(a);
    const right = parseVersion(b);
    if (!left || !right) return Number(!left) - Number(!right) || compareText(a, b);
    const order = compareVersions(left, right, { withBuild: true });
    if (order === 2) return 0;
    return order || compareText(a, b);
  });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
