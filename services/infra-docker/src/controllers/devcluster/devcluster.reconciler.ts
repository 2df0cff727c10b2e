import { managedByAnnotation } from '@clusterwright/api';
import type { DevCluster } from '@clusterwright/api/infrastructure/v1beta2';
import { inOrder } from '@clusterwright/controller-runtime';
import type { Admission, Reconciler } from '@clusterwright/controller-runtime';
import { clusterOwnerOf, findOwnerCluster } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { gatherDevClusterScope } from './devcluster.scope.ts';
import type { DevClusterDeps, DevClusterScope } from './devcluster.scope.ts';
import { reportDevCluster } from './devcluster.status.ts';
import { kubeconfig } from './phases/kubeconfig.act.ts';
import { simulation, simulationCleanup } from './phases/simulation.act.ts';

/**
 * DevCluster with the in-memory backend: the endpoint of a simulated workload cluster.
 *
 * - reads: DevCluster, its Cluster, its kubeconfig Secret
 * - writes: its own endpoint, listener annotation and status; the server in its kubeconfig Secret, where the host of this process changed
 * - owns conditions: Paused
 * - requeues: while no port can be had, or a changed host waits for the kubeconfig; otherwise never: the in-memory backend is provisioned at once
 */
export function devClusterReconciler(deps: DevClusterDeps): Reconciler<DevCluster, DevClusterScope> {
  return {
    name: 'devcluster',
    finalizer: 'dockercluster.infrastructure.cluster.x-k8s.io',
    ownedConditions: [],
    observesGeneration: false,
    admit: (devCluster) => admit(deps, devCluster),
    gather: gatherDevClusterScope,
    apply: [inOrder(simulation(deps), kubeconfig(deps))],
    cleanup: [simulationCleanup(deps)],
    report: reportDevCluster,
  };
}

async function admit({ client }: DevClusterDeps, devCluster: DevCluster): Promise<Admission> {
  if (devCluster.metadata.annotations?.[managedByAnnotation] !== undefined) return { step: 'wait', reason: `somebody else manages it: annotation ${managedByAnnotation}` };
  const cluster = await findOwnerCluster(client, devCluster);
  // Whatever happened to the Cluster, what was made for it can still be taken away.
  if (!cluster && devCluster.metadata.deletionTimestamp === undefined) {
    return { step: 'wait', reason: clusterOwnerOf(devCluster) ? 'the owning Cluster is not there' : 'the Cluster controller has not set an owner reference yet' };
  }
  return { step: 'proceed', clusterPaused: cluster?.spec.paused === true };
}
