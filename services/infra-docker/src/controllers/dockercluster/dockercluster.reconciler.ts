import { keyString, managedByAnnotation } from '@clusterwright/api';
import type { KubeObject } from '@clusterwright/api';
import type { Admission, Reconciler } from '@clusterwright/controller-runtime';
import { clusterOwnerOf, findOwnerCluster } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import type { DockerClusterKind } from './docker-cluster-kind.ts';
import { gatherDockerClusterScope } from './dockercluster.scope.ts';
import type { DockerClusterDeps, DockerClusterScope } from './dockercluster.scope.ts';
import { ownedConditions, reportDockerCluster } from './dockercluster.status.ts';
import { forgottenContainers } from './phases/forgotten-containers.act.ts';
import { loadBalancer, loadBalancerCleanup } from './phases/load-balancer.act.ts';

/**
 * What containers of one cluster share: the load balancer in front of its API servers (spec DEV-01, DEV-02). One implementation for DevCluster and DockerCluster.
 *
 * - reads: the object, its Cluster, control plane Machines, the ConfigMap with a configuration template; containers, and on deletion whose they are
 * - writes: its own endpoint and status; the load balancer container
 * - owns conditions: Ready, LoadBalancerAvailable
 * - requeues: after failures of the engine, which has no other way to say that it works again; changes of containers wake it
 */
export function dockerClusterReconciler<T extends KubeObject>(kind: DockerClusterKind<T>, deps: DockerClusterDeps): Reconciler<T, DockerClusterScope> {
  return {
    name: kind.name,
    finalizer: 'dockercluster.infrastructure.cluster.x-k8s.io',
    ownedConditions,
    observesGeneration: false,
    admit: (object) => admit(deps, object),
    gather: (object) => gatherDockerClusterScope(deps, kind, object),
    apply: [loadBalancer(deps)],
    cleanup: [loadBalancerCleanup(deps), forgottenContainers(deps)],
    forget(key) {
      deps.tasks.cancel(key);
      deps.delays.forget(keyString(key));
    },
    report: reportDockerCluster,
  };
}

async function admit({ client, changes }: DockerClusterDeps, object: KubeObject): Promise<Admission> {
  if (object.metadata.annotations?.[managedByAnnotation] !== undefined) return { step: 'wait', reason: `somebody else manages it: annotation ${managedByAnnotation}` };
  const cluster = await findOwnerCluster(client, object);
  // Whatever happened to the Cluster, what was made for it can still be taken away.
  if (!cluster && object.metadata.deletionTimestamp === undefined) {
    return { step: 'wait', reason: clusterOwnerOf(object) ? 'the owning Cluster is not there' : 'the Cluster controller has not set an owner reference yet' };
  }
  changes.activate();
  return { step: 'proceed', clusterPaused: cluster?.spec.paused === true };
}
