/** Which changes of other objects concern a ClusterResourceSet. Pure, except for reads of caches. */
import { groupOf, keyOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey } from '@clusterwright/api';
import { ClusterResourceSets } from '@clusterwright/api/addons/v1beta2';
import type { ClusterResourceSet, ClusterResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { ownerKeys } from '@clusterwright/controller-runtime';
import type { Client } from '@clusterwright/controller-runtime';
import { select } from './clusterresourceset.scope.ts';

const owningSets = ownerKeys(ClusterResourceSets.kind, ClusterResourceSets.group);

/** Everything but what a pass itself writes (status, finalizer): a pass reads manifests anew, so none may wake the next one. */
export function isForeignChange(next: ClusterResourceSet | undefined, previous: ClusterResourceSet | undefined): boolean {
  if (!next || !previous) return true;
  const read = ({ metadata: { generation, labels, annotations, deletionTimestamp } }: ClusterResourceSet): string =>
    JSON.stringify([generation, labels, annotations, deletionTimestamp]);
  return read(next) !== read(previous);
}

/** The ClusterResourceSets that select a Cluster. */
export function clusterToClusterResourceSets(client: Pick<Client, 'list'>) {
  return async (cluster: Cluster): Promise<readonly ObjectKey[]> => {
    const sets = await client.list(ClusterResourceSets, { namespace: cluster.metadata.namespace });
    // Also while it is deleted: what went wrong on it does not count any more.
    const { deletionTimestamp: _deletionTimestamp, ...metadata } = cluster.metadata;
    const isSelecting = (set: ClusterResourceSet): boolean => {
      const selection = select(set, [{ ...cluster, metadata }]);
      return selection.kind === 'selected' && selection.clusters.length > 0;
    };
    return sets.filter(isSelecting).map(keyOf);
  };
}

/** Selection looks at labels, and leaves out Clusters that are deleted. */
export function isClusterOfInterest(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  const read = (cluster: Cluster | undefined): string => JSON.stringify([Object.entries(cluster?.metadata.labels ?? {}).sort(), cluster?.metadata.deletionTimestamp !== undefined]);
  return next !== undefined && (previous === undefined || read(next) !== read(previous));
}

/** The ClusterResourceSets that select the Cluster of a connection. */
export function connectionToClusterResourceSets(client: Pick<Client, 'get' | 'list'>) {
  return async (key: ObjectKey): Promise<readonly ObjectKey[]> => {
    const cluster = await client.get(Clusters, key);
    return cluster ? clusterToClusterResourceSets(client)(cluster) : [];
  };
}

/** The ClusterResourceSets that own a ConfigMap or Secret; of one without such an owner, those that name it. */
export function resourceToClusterResourceSets(client: Pick<Client, 'list'>) {
  return async (resource: KubeObject): Promise<readonly ObjectKey[]> => {
    const owners = owningSets(resource);
    if (owners.length > 0) return owners;
    const { namespace, name } = resource.metadata;
    const sets = await client.list(ClusterResourceSets, { namespace });
    const isNamed = ({ spec }: ClusterResourceSet): boolean => spec.resources.some((ref) => ref.kind === resource.kind && ref.name === name);
    return groupOf(resource.apiVersion) === '' ? sets.filter(isNamed).map(keyOf) : [];
  };
}

/** The ClusterResourceSets of a binding that is gone: for them nothing is known to be applied any more. */
export function bindingToClusterResourceSets({ metadata: { namespace }, spec: { bindings = [] } }: ClusterResourceSetBinding): readonly ObjectKey[] {
  return bindings.map(({ clusterResourceSetName }) => ({ namespace, name: clusterResourceSetName }));
}

export function isBindingGone(next: ClusterResourceSetBinding | undefined): boolean {
  return next === undefined;
}
