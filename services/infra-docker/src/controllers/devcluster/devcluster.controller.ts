import { Clusters } from '@clusterwright/api/core/v1beta2';
import { DevClusters } from '@clusterwright/api/infrastructure/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { Manager } from '@clusterwright/controller-runtime';
import type { ContainerChanges } from '../../containers/container-changes.ts';
import { byBackend } from '../by-backend.ts';
import { devClusterKind } from '../dockercluster/docker-cluster-kind.ts';
import { loadBalancerRbac } from '../dockercluster/dockercluster.controller.ts';
import { dockerClusterReconciler } from '../dockercluster/dockercluster.reconciler.ts';
import type { DockerClusterDeps } from '../dockercluster/dockercluster.scope.ts';
import { loadBalancerToInfraClusters } from '../dockercluster/dockercluster.watches.ts';
import { devClusterReconciler } from './devcluster.reconciler.ts';
import type { DevClusterDeps } from './devcluster.scope.ts';
import { clusterToDevCluster, pausedChanged } from './devcluster.watches.ts';

/** What each backend needs. */
export interface DevClusterBackends {
  readonly inMemory: DevClusterDeps;
  readonly docker: DockerClusterDeps;
}

export function addDevClusterController(manager: Manager, { inMemory, docker }: DevClusterBackends, options: { concurrency: number; changes: ContainerChanges }): void {
  manager.addController({
    for: DevClusters,
    reconciler: byBackend(({ spec }) => spec.backend.inMemory !== undefined, { docker: dockerClusterReconciler(devClusterKind, docker), inMemory: devClusterReconciler(inMemory) }),
    concurrency: options.concurrency,
    watches: [watch({ resource: Clusters, toKeys: clusterToDevCluster, when: pausedChanged })],
    sources: [options.changes.source(loadBalancerToInfraClusters(docker.client, DevClusters)), docker.tasks.source],
    rbac: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch', 'patch'] }, ...loadBalancerRbac],
  });
}
