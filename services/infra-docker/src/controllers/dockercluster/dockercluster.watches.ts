import { containerClusterLabel, clusterNameLabel, groupOf, keyOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { Client } from '@clusterwright/controller-runtime';
import { loadBalancerContainerName } from '../../containers/container-names.ts';
import type { ContainerMapper } from '../../containers/container-changes.ts';

/** The object of this kind that a Cluster refers to. */
export function clusterToInfraCluster(resource: Resource): (cluster: Cluster) => ObjectKey[] {
  return ({ metadata: { namespace }, spec: { infrastructureRef } }) =>
    infrastructureRef?.kind === resource.kind && infrastructureRef.apiGroup === resource.group ? [{ namespace, name: infrastructureRef.name }] : [];
}

/** The objects whose load balancer changed; all of them where anything may have. */
export function loadBalancerToInfraClusters<T extends KubeObject>(client: Pick<Client, 'list'>, resource: Resource<T>): ContainerMapper {
  return async (change) => {
    const cluster = change?.labels[containerClusterLabel];
    // Other containers of the cluster make far more events, and none of them matters here.
    if (change && (cluster === undefined || change.name !== loadBalancerContainerName(cluster))) return [];
    return (await client.list(resource)).filter((object) => cluster === undefined || ownsCluster(object, cluster)).map(keyOf);
  };
}

function ownsCluster({ metadata }: KubeObject, cluster: string): boolean {
  const isOwner = metadata.ownerReferences?.some(({ kind, name, apiVersion }) => kind === Clusters.kind && groupOf(apiVersion) === Clusters.group && name === cluster);
  return isOwner === true || metadata.labels?.[clusterNameLabel] === cluster;
}
