import { ClusterResourceSetBindings } from '@clusterwright/api/addons/v1beta2';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { Manager } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { clusterResourceSetBindingReconciler } from './clusterresourcesetbinding.reconciler.ts';
import { clusterToBinding, isDeletionStep } from './clusterresourcesetbinding.watches.ts';

export interface ClusterResourceSetBindingOptions {
  readonly features: FeatureGates;
  readonly concurrency: number;
}

/** Adds the controller of ClusterResourceSetBindings. */
export function addClusterResourceSetBindingController(manager: Manager, { features, concurrency }: ClusterResourceSetBindingOptions): void {
  const { client } = manager;
  manager.addController({
    for: ClusterResourceSetBindings,
    reconciler: clusterResourceSetBindingReconciler({ client, features }),
    concurrency,
    watches: [watch({ resource: Clusters, toKeys: clusterToBinding, when: isDeletionStep })],
    rbac: [
      { apiGroups: ['addons.cluster.x-k8s.io'], resources: ['clusterresourcesetbindings'], verbs: ['get', 'list', 'watch', 'delete'] },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters'], verbs: ['get', 'list', 'watch'] },
    ],
  });
}
