import { keyString, machinePoolFinalizer } from '@clusterwright/api';
import { Clusters, type MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { NodeDeletionTries } from '../shared/node-deletion-tries.ts';
import { clusterKeyOfPool, gatherMachinePoolScope, type MachinePoolDeps, type MachinePoolScope } from './machinepool.scope.ts';
import { reportMachinePool } from './machinepool.status.ts';
import { bootstrap } from './phases/bootstrap.act.ts';
import { deletion } from './phases/deletion.act.ts';
import { infrastructure } from './phases/infrastructure.act.ts';
import { machines } from './phases/machines.act.ts';
import { nodeMetadata, nodes } from './phases/nodes.act.ts';
import { upToDate } from './phases/up-to-date.act.ts';

/**
 * Shows a group of instances, which the provider scales as one, as Machines and Nodes.
 *
 * - reads: Cluster, BootstrapConfig, InfraMachinePool, InfraMachines, Machines; Nodes of the workload cluster
 * - writes: its own spec and status; Machines with condition UpToDate; owner references and cluster label of BootstrapConfig and InfraMachinePool; annotations and
 *   the uninitialized taint of Nodes; deletes Nodes of instances that are gone
 * - owns conditions: none but Paused; the older API's Ready, BootstrapReady, InfrastructureReady, ReplicasReady
 * - requeues: for minReadySeconds, and to try again to delete Nodes; everything else wakes on a watch
 */
export function machinePoolReconciler(deps: MachinePoolDeps): Reconciler<MachinePool, MachinePoolScope> {
  const nodeDeletionTries = new NodeDeletionTries();
  return {
    name: 'machinepool',
    finalizer: machinePoolFinalizer,
    ownedConditions: [],
    async admit(machinePool) {
      const cluster = await deps.client.get(Clusters, clusterKeyOfPool(machinePool));
      if (!cluster) return { step: 'wait', reason: `Cluster ${keyString(clusterKeyOfPool(machinePool))} does not exist` };
      return { step: 'proceed', clusterPaused: cluster.spec.paused === true };
    },
    gather: (machinePool) => gatherMachinePoolScope(deps, machinePool),
    apply: [bootstrap(deps), infrastructure(deps), machines(deps), nodes, nodeMetadata, upToDate(deps)],
    cleanup: [deletion({ ...deps, nodeDeletionTries })],
    forget: (key) => nodeDeletionTries.forget(key),
    report: reportMachinePool,
  };
}
