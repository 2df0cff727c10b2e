import { keyString } from '@clusterwright/api';
import type { KubeObject } from '@clusterwright/api';
import type { Admission, Reconciler } from '@clusterwright/controller-runtime';
import { findClusterByLabel } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { gatherInfraPoolScope, ownerMachinePoolOf } from './dockermachinepool.scope.ts';
import type { InfraPoolDeps, InfraPoolScope } from './dockermachinepool.scope.ts';
import { ownedConditions, reportInfraPool } from './dockermachinepool.status.ts';
import type { InfraPoolKind } from './infra-pool-kind.ts';
import { instances, instancesCleanup } from './phases/instances.act.ts';

/**
 * A group of containers that a MachinePool scales (spec DEV-05). One implementation for DevMachinePool and DockerMachinePool.
 *
 * - reads: the object, its MachinePool and Cluster, its machines and their Machines; containers
 * - writes: its own providerID, providerIDList and status; creates machines, keeps their labels and itself as their owner, and deletes Machines, or machines that have none
 * - owns conditions: Ready, ReplicasReady
 * - requeues: after failures of the engine, and to see whether a container that ended comes back
 */
export function infraPoolReconciler<T extends KubeObject, M extends KubeObject>(
  kind: InfraPoolKind<T, M>,
  deps: InfraPoolDeps,
): Reconciler<T, InfraPoolScope> {
  return {
    name: kind.name,
    finalizer: 'dockermachinepool.infrastructure.cluster.x-k8s.io',
    ownedConditions,
    observesGeneration: false,
    admit: (pool) => admit(deps, pool),
    gather: (pool) => gatherInfraPoolScope(deps, kind, pool),
    apply: [instances(deps, kind)],
    cleanup: [instancesCleanup(deps, kind)],
    forget(key) {
      deps.delays.forget(keyString(key));
      deps.endings.forget(keyString(key));
    },
    report: (scope, result) => reportInfraPool(kind, scope, result),
  };
}

async function admit(deps: InfraPoolDeps, pool: KubeObject): Promise<Admission> {
  const machinePool = await ownerMachinePoolOf(deps, pool);
  const cluster = await findClusterByLabel(deps.client, machinePool ?? pool);
  // Whatever happened to MachinePool and Cluster, what was made for them can still be taken away.
  if (pool.metadata.deletionTimestamp === undefined) {
    if (!machinePool) return { step: 'wait', reason: 'the MachinePool controller has not set an owner reference yet' };
    if (!cluster) return { step: 'wait', reason: 'the owning MachinePool names no Cluster that exists' };
  }
  deps.changes.activate();
  return { step: 'proceed', clusterPaused: cluster?.spec.paused === true };
}
