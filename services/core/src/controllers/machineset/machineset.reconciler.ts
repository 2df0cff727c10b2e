import { machineSetFinalizer } from '@clusterwright/api';
import { Clusters, machineSetConditions } from '@clusterwright/api/core/v1beta2';
import type { MachineSet } from '@clusterwright/api/core/v1beta2';
import { done, inOrder, requeueAfter } from '@clusterwright/controller-runtime';
import type { Phase, Reconciler } from '@clusterwright/controller-runtime';
import { gatherMachineSetScope } from './machineset.scope.ts';
import type { MachineSetDeps, MachineSetScope } from './machineset.scope.ts';
import { reportMachineSet } from './machineset.status.ts';
import { adoption, failedAdoption } from './phases/adoption.act.ts';
import { deletion } from './phases/deletion.act.ts';
import { orphans } from './phases/orphans.act.ts';
import { propagation } from './phases/propagation.act.ts';
import { remediation } from './phases/remediation.act.ts';
import { scale } from './phases/scale.act.ts';
import { templates, templatesOfDeleted } from './phases/templates.act.ts';
import { createPendingNames } from '@clusterwright/provider-kit/cluster/pending-names';
import { upToDateRecheckMs } from './status/machines.status.ts';

/**
 * Keeps as many Machines as a MachineSet wants, each with its own bootstrap config and infrastructure machine.
 *
 * - reads: Cluster, MachineDeployment, Machines, templates, control plane, objects of its Machines
 * - writes: Machines, with condition OwnerRemediated, bootstrap configs, infrastructure machines; owner references of templates; its own labels and owner reference
 * - owns conditions: ScalingUp, ScalingDown, MachinesReady, MachinesUpToDate, Remediating, Deleting
 * - requeues: once, when a new Machine does not report UpToDate in time; everything else wakes on a watch
 */
export function machineSetReconciler(deps: MachineSetDeps): Reconciler<MachineSet, MachineSetScope> {
  const pending = createPendingNames();
  return {
    name: 'machineset',
    finalizer: machineSetFinalizer,
    ownedConditions: Object.keys(machineSetConditions),
    admit: async ({ metadata: { namespace }, spec }) => {
      const cluster = await deps.client.get(Clusters, { namespace, name: spec.clusterName });
      return cluster ? { step: 'proceed', clusterPaused: cluster.spec.paused ?? false } : { step: 'wait', reason: 'WaitingForCluster' };
    },
    gather: (machineSet) => gatherMachineSetScope(deps, machineSet),
    // Between propagation and scaling is the place of in-place updates.
    apply: [templates(deps), adoption(deps), remediation(deps), propagation(deps), inOrder(orphans(deps, pending), scale(deps, pending)), refresh, failedAdoption],
    cleanup: [templatesOfDeleted(deps), adoption(deps), deletion(deps), failedAdoption],
    report: reportMachineSet,
  };
}

/** Looks again where only time decides what is reported. */
const refresh: Phase<MachineSetScope> = ({ machines }, { now }) => {
  const afterMs = upToDateRecheckMs(machines, now());
  return afterMs === undefined ? done : requeueAfter(afterMs, 'WaitingForUpToDateCondition');
};
