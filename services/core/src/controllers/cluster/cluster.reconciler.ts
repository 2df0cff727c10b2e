import { clusterFinalizer } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { BeforeClusterDelete, HookResponseCache } from '@clusterwright/runtime-sdk';
import { gatherClusterScope, type ClusterDeps, type ClusterScope } from './cluster.scope.ts';
import { reportCluster } from './cluster.status.ts';
import { announcePhase } from './phases/announce.act.ts';
import { beforeDeleteHook } from './phases/before-delete-hook.act.ts';
import { controlPlane } from './phases/control-plane.act.ts';
import { deletion } from './phases/deletion.act.ts';
import { descendantsListed } from './phases/descendants.act.ts';
import { infrastructure } from './phases/infrastructure.act.ts';
import { kubeconfig } from './phases/kubeconfig.act.ts';

/**
 * Joins what makes up a cluster: takes over what InfraCluster and control plane report, sums up its machines, and deletes all of it in order.
 *
 * - reads: InfraCluster, control plane object, MachineDeployments, MachineSets, MachinePools, Machines, ClusterClass, state of the workload connection
 * - writes: Cluster; owner reference and label on InfraCluster and control plane object; Secret `<cluster>-kubeconfig` for stand-alone machines
 * - owns conditions: all of a Cluster's except TopologyReconciled
 * - calls: runtime extensions, before a Cluster with a topology is deleted
 * - requeues: for a certificate authority that nobody has made yet, and for extensions that hold back a deletion; everything else wakes on a watch
 */
export function clusterReconciler(deps: ClusterDeps): Reconciler<Cluster, ClusterScope> {
  const { client, hooks } = deps;
  const responses = new HookResponseCache();
  const consent = hooks ? [beforeDeleteHook({ client, hooks, responses })] : [];
  const always = [infrastructure(deps), controlPlane(deps), descendantsListed];
  return {
    name: 'cluster',
    finalizer: clusterFinalizer,
    ownedConditions: ownedClusterConditions,
    admit: ({ spec }) => ({ step: 'proceed', clusterPaused: spec.paused === true }),
    gather: (cluster) => gatherClusterScope(deps, cluster),
    apply: [...always, kubeconfig(deps), announcePhase],
    cleanup: [...always, announcePhase, ...consent, deletion(deps)],
    forget: (key) => responses.forget(BeforeClusterDelete, key),
    report: reportCluster,
  };
}

/** TopologyReconciled belongs to the topology controller, gates to whoever the user has named. */
export const ownedClusterConditions = [
  'Available',
  'InfrastructureReady',
  'ControlPlaneInitialized',
  'ControlPlaneAvailable',
  'WorkersAvailable',
  'ControlPlaneMachinesReady',
  'WorkerMachinesReady',
  'ControlPlaneMachinesUpToDate',
  'WorkerMachinesUpToDate',
  'RemoteConnectionProbe',
  'RollingOut',
  'ScalingUp',
  'ScalingDown',
  'Remediating',
  'Deleting',
];
