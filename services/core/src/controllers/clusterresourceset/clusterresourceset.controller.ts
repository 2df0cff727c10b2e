import { ClusterResourceSetBindings, ClusterResourceSets } from '@clusterwright/api/addons/v1beta2';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import { ConfigMaps, Secrets } from '@clusterwright/api/kubernetes';
import { mayOwn, watch } from '@clusterwright/controller-runtime';
import type { Manager, PolicyRule } from '@clusterwright/controller-runtime';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { clusterResourceSetReconciler } from './clusterresourceset.reconciler.ts';
import { bindingToClusterResourceSets, clusterToClusterResourceSets, connectionToClusterResourceSets, isBindingGone, isClusterOfInterest, isForeignChange, resourceToClusterResourceSets } from './clusterresourceset.watches.ts';
import { resourceChanges } from './resources/resource-changes.ts';
import { createApiDiscovery } from './workload/api-discovery.ts';

export interface ClusterResourceSetOptions {
  readonly workloadClusters: Pick<WorkloadClusters, 'get' | 'connectionSource'>;
  readonly concurrency: number;
}

const rbac: readonly PolicyRule[] = [
  { apiGroups: ['addons.cluster.x-k8s.io'], resources: ['clusterresourcesets', 'clusterresourcesets/status', 'clusterresourcesets/finalizers'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
  { apiGroups: ['addons.cluster.x-k8s.io'], resources: ['clusterresourcesetbindings'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
  { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get', 'list', 'watch', 'patch'] },
  mayOwn('', 'configmaps', 'secrets'),
];

/** Adds the controller of ClusterResourceSets. */
export function addClusterResourceSetController(manager: Manager, { workloadClusters, concurrency }: ClusterResourceSetOptions): void {
  const { client } = manager;
  const toKeys = resourceToClusterResourceSets(client);
  manager.addController({
    for: ClusterResourceSets,
    reconciler: clusterResourceSetReconciler({ client, workloadClusters, discovery: createApiDiscovery() }),
    concurrency,
    when: isForeignChange,
    watches: [
      watch({ resource: Clusters, toKeys: clusterToClusterResourceSets(client), when: isClusterOfInterest }),
      watch({ resource: ClusterResourceSetBindings, toKeys: bindingToClusterResourceSets, when: isBindingGone }),
    ],
    sources: [
      workloadClusters.connectionSource(connectionToClusterResourceSets(client)),
      resourceChanges({ manager, resource: ConfigMaps, toKeys }),
      resourceChanges({ manager, resource: Secrets, toKeys }),
    ],
    rbac,
  });
}
