import type { Resource } from '@clusterwright/api';

/** What the simulated API server knows about a kind beyond its names. */
export interface ServedResource extends Resource {
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** `status` is written through a subresource only. */
  readonly hasStatus: boolean;
  /** `metadata.generation` counts changes of `spec`. */
  readonly countsGenerations: boolean;
  /** False for kinds that come from a CustomResourceDefinition: strategic merge needs built-in types. */
  readonly builtIn: boolean;
}

type Extras = Partial<Pick<ServedResource, 'shortNames' | 'categories' | 'hasStatus' | 'countsGenerations'>>;

/** `names` is the kind and its plural. */
function served(apiVersion: string, names: readonly [kind: string, plural: string], scope: 'Namespaced' | 'Cluster', extras: Extras = {}): ServedResource {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const [kind, plural] = names;
  return {
    group, version, kind, plural, namespaced: scope === 'Namespaced', singular: kind.toLowerCase(),
    shortNames: [], categories: [], hasStatus: false, countsGenerations: false, builtIn: true, ...extras,
  };
}

const withStatus: Extras = { hasStatus: true };
const workload: Extras = { hasStatus: true, countsGenerations: true, categories: ['all'] };
const rbac = 'rbac.authorization.k8s.io/v1';
const storage = 'storage.k8s.io/v1';

export const namespaceResource = served('v1', ['Namespace', 'namespaces'], 'Cluster', { shortNames: ['ns'], hasStatus: true });
export const podResource = served('v1', ['Pod', 'pods'], 'Namespaced', { shortNames: ['po'], categories: ['all'], hasStatus: true });
export const nodeResource = served('v1', ['Node', 'nodes'], 'Cluster', { shortNames: ['no'], hasStatus: true });
export const secretResource = served('v1', ['Secret', 'secrets'], 'Namespaced');
export const disruptionBudgetResource = served('policy/v1', ['PodDisruptionBudget', 'poddisruptionbudgets'], 'Namespaced', { shortNames: ['pdb'], hasStatus: true, countsGenerations: true });
export const crdResource = served('apiextensions.k8s.io/v1', ['CustomResourceDefinition', 'customresourcedefinitions'], 'Cluster', {
  shortNames: ['crd', 'crds'], categories: ['api-extensions'], hasStatus: true, countsGenerations: true,
});

/** Every kind a simulated cluster serves from the start. */
export const builtInResources: readonly ServedResource[] = [
  namespaceResource, podResource, nodeResource, secretResource,
  served('v1', ['ConfigMap', 'configmaps'], 'Namespaced', { shortNames: ['cm'] }),
  served('v1', ['Endpoints', 'endpoints'], 'Namespaced', { shortNames: ['ep'] }),
  served('v1', ['Event', 'events'], 'Namespaced', { shortNames: ['ev'] }),
  served('v1', ['PersistentVolume', 'persistentvolumes'], 'Cluster', { shortNames: ['pv'], hasStatus: true }),
  served('v1', ['PersistentVolumeClaim', 'persistentvolumeclaims'], 'Namespaced', { shortNames: ['pvc'], hasStatus: true }),
  served('v1', ['Service', 'services'], 'Namespaced', { shortNames: ['svc'], categories: ['all'], hasStatus: true }),
  served('v1', ['ServiceAccount', 'serviceaccounts'], 'Namespaced', { shortNames: ['sa'] }),
  served('apps/v1', ['DaemonSet', 'daemonsets'], 'Namespaced', { ...workload, shortNames: ['ds'] }),
  served('apps/v1', ['Deployment', 'deployments'], 'Namespaced', { ...workload, shortNames: ['deploy'] }),
  served('apps/v1', ['ReplicaSet', 'replicasets'], 'Namespaced', { ...workload, shortNames: ['rs'] }),
  served('apps/v1', ['StatefulSet', 'statefulsets'], 'Namespaced', { ...workload, shortNames: ['sts'] }),
  served('coordination.k8s.io/v1', ['Lease', 'leases'], 'Namespaced'),
  disruptionBudgetResource,
  served(rbac, ['ClusterRole', 'clusterroles'], 'Cluster'),
  served(rbac, ['ClusterRoleBinding', 'clusterrolebindings'], 'Cluster'),
  served(rbac, ['Role', 'roles'], 'Namespaced'),
  served(rbac, ['RoleBinding', 'rolebindings'], 'Namespaced'),
  served(storage, ['CSIDriver', 'csidrivers'], 'Cluster'),
  served(storage, ['VolumeAttachment', 'volumeattachments'], 'Cluster', withStatus),
  crdResource,
];

/** Identity of a kind across its versions. */
export function resourceId({ group, plural }: Pick<Resource, 'group' | 'plural'>): string {
  return `${plural}.${group}`;
}
