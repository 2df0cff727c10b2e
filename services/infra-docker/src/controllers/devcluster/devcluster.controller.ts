import { Clusters } from '@clusterwright/api/core/v1beta2';
import { DevClusters } from '@clusterwright/api/infrastructure/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { Manager } from '@clusterwright/controller-runtime';
import { devClusterReconciler } from './devcluster.reconciler.ts';
import type { DevClusterDeps } from './devcluster.scope.ts';
import { clusterToDevCluster, pausedChanged } from './devcluster.watches.ts';

export function addDevClusterController(manager: Manager, deps: DevClusterDeps, options: { concurrency: number }): void {
  manager.addController({
    for: DevClusters,
    reconciler: devClusterReconciler(deps),
    concurrency: options.concurrency,
    watches: [watch({ resource: Clusters, toKeys: clusterToDevCluster, when: pausedChanged })],
    rbac: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch', 'patch'] }],
  });
}
