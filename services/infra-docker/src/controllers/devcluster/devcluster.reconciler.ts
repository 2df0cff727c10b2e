import type { DevCluster } from '@clusterwright/api/infrastructure/v1beta2';
import type { Admission, Reconciler } from '@clusterwright/controller-runtime';
import { clusterOwnerOf, findOwnerCluster } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { gatherDevClusterScope } from './devcluster.scope.ts';
import type { DevClusterDeps, DevClusterScope } from './devcluster.scope.ts';
import { reportDevCluster } from './devcluster.status.ts';
import { simulation, simulationCleanup } from './phases/simulation.act.ts';

/**
 * DevCluster: the endpoint of a simulated workload cluster.
 *
 * - reads: DevCluster, its Cluster
 * - writes: its own endpoint, listener annotation and status
 * - owns conditions: Paused
 * - requeues: never; the in-memory backend is provisioned at once
 */
export function devClusterReconciler(deps: DevClusterDeps): Reconciler<DevCluster, DevClusterScope> {
  return {
    name: 'devcluster',
    finalizer: 'dockercluster.infrastructure.cluster.x-k8s.io',
    ownedConditions: [],
    observesGeneration: false,
    admit: (devCluster) => admit(deps, devCluster),
    gather: gatherDevClusterScope,
    apply: [simulation(deps)],
    cleanup: [simulationCleanup(deps)],
    report: reportDevCluster,
  };
}

async function admit({ client }: DevClusterDeps, devCluster: DevCluster): Promise<Admission> {
  const cluster = await findOwnerCluster(client, devCluster);
  const isDeleting = devCluster.metadata.deletionTimestamp !== undefined;
  // Whatever happened to the Cluster, what was made for it can still be taken away.
  if (isDeleting) return { step: 'proceed', clusterPaused: cluster?.spec.paused === true };
  if (!cluster) return { step: 'wait', reason: clusterOwnerOf(devCluster) ? 'the owning Cluster is not there' : 'the Cluster controller has not set an owner reference yet' };
  if (!devCluster.spec.backend.inMemory) return { step: 'wait', reason: 'spec.backend.docker is not served by this version' };
  return { step: 'proceed', clusterPaused: cluster.spec.paused === true };
}
