import type { JsonObject } from '../store/json-values.ts';
import type { ServedResource } from '../store/resources.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** Subresources beyond `status`, which the resource itself declares. */
const podSubresources = [
  { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
  { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
];

/** `/version`. */
export function versionInfo(kubernetesVersion: string): JsonObject {
  const [, major = '1', minor = '0'] = /^v?(\d+)\.(\d+)/.exec(kubernetesVersion) ?? [];
  return { major, minor, gitVersion: kubernetesVersion, gitCommit: '', gitTreeState: 'clean', buildDate: '1970-01-01T00:00:00Z', goVersion: '', compiler: '', platform: 'linux/amd64' };
}

/** `/api`. */
export function coreVersions(): JsonObject {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
}

/** `/apis`. */
export function groupList(resources: readonly ServedResource[]): JsonObject {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: [...groupVersions(resources)].filter(([group]) => group !== '').map(([group, versions]) => groupEntry(group, versions)) };
}

/** `/apis/<group>`; undefined where no kind of that group is served. */
export function group(resources: readonly ServedResource[], name: string): JsonObject | undefined {
  const versions = name === '' ? undefined : groupVersions(resources).get(name);
  return versions && { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(name, versions) };
}

/** `/api/v1` and `/apis/<group>/<version>`; undefined where no kind of that version is served. */
export function resourceList(resources: readonly ServedResource[], groupName: string, version: string): JsonObject | undefined {
  const found = resources.filter((resource) => resource.group === groupName && resource.version === version);
  if (found.length === 0) return undefined;
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: groupVersion(groupName, version), resources: found.flatMap(resourceEntries) };
}

/** `/api` or `/apis` in one answer with all kinds, as `apidiscovery.k8s.io`. */
export function aggregatedDiscovery(resources: readonly ServedResource[], core: boolean, version: string): JsonObject {
  const groups = [...groupVersions(resources)].filter(([name]) => (name === '') === core);
  return {
    kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {},
    items: groups.map(([name, versions]) => ({
      metadata: { name, creationTimestamp: null },
      versions: versions.map((each) => ({
        version: each, freshness: 'Current',
        resources: resources.filter((resource) => resource.group === name && resource.version === each).map(aggregatedEntry),
      })),
    })),
  };
}

function groupVersions(resources: readonly ServedResource[]): Map<string, string[]> {
  const versions = new Map<string, string[]>();
  for (const { group: name, version } of resources) {
    const known = versions.get(name) ?? [];
    if (!known.includes(version)) versions.set(name, [...known, version]);
  }
  return versions;
}

function groupEntry(name: string, versions: readonly string[]): JsonObject {
  const entries = versions.map((version) => ({ groupVersion: groupVersion(name, version), version }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

function groupVersion(name: string, version: string): string {
  return name === '' ? version : `${name}/${version}`;
}

function resourceEntries(resource: ServedResource): JsonObject[] {
  const { plural, singular, namespaced, kind, shortNames, categories } = resource;
  const main = {
    name: plural, singularName: singular, namespaced, kind, verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
  };
  return [main, ...subresourcesOf(resource).map(({ name, ...rest }) => ({ name: `${plural}/${name}`, singularName: '', namespaced, ...rest }))];
}

interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly group?: string;
  readonly version?: string;
}

function subresourcesOf({ kind, group: name, hasStatus }: ServedResource): Subresource[] {
  const status = hasStatus ? [{ name: 'status', kind, verbs: ['get', 'patch', 'update'] }] : [];
  return name === '' && kind === 'Pod' ? [...podSubresources, ...status] : status;
}

function aggregatedEntry(resource: ServedResource): JsonObject {
  const { plural, singular, namespaced, kind, group: name, version, shortNames, categories } = resource;
  const subresources = subresourcesOf(resource).map((sub) => ({
    subresource: sub.name, responseKind: { group: sub.group ?? name, version: sub.version ?? version, kind: sub.kind }, verbs: sub.verbs,
  }));
  return {
    resource: plural, responseKind: { group: name, version, kind }, scope: namespaced ? 'Namespaced' : 'Cluster', singularResource: singular, verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && { subresources }),
  };
}
