import { Clusters } from '@clusterwright/api/core/v1beta2';
import { DockerClusters } from '@clusterwright/api/infrastructure/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { Manager, PolicyRule } from '@clusterwright/controller-runtime';
import type { ContainerChanges } from '../../containers/container-changes.ts';
import { pausedChanged } from '../devcluster/devcluster.watches.ts';
import { dockerClusterKind } from './docker-cluster-kind.ts';
import { dockerClusterReconciler } from './dockercluster.reconciler.ts';
import type { DockerClusterDeps } from './dockercluster.scope.ts';
import { clusterToInfraCluster, loadBalancerToInfraClusters } from './dockercluster.watches.ts';

/** What the load balancer's configuration is made of. */
export const loadBalancerRbac: readonly PolicyRule[] = [
  { apiGroups: ['cluster.x-k8s.io'], resources: ['machines'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] },
];

export function addDockerClusterController(manager: Manager, deps: DockerClusterDeps, options: { concurrency: number; changes: ContainerChanges }): void {
  manager.addController({
    for: DockerClusters,
    reconciler: dockerClusterReconciler(dockerClusterKind, deps),
    concurrency: options.concurrency,
    watches: [watch({ resource: Clusters, toKeys: clusterToInfraCluster(DockerClusters), when: pausedChanged })],
    sources: [options.changes.source(loadBalancerToInfraClusters(deps.client, DockerClusters)), deps.tasks.source],
    rbac: loadBalancerRbac,
  });
}
