import { machineDeploymentFinalizer } from '@clusterwright/api';
import { Clusters, machineDeploymentConditions } from '@clusterwright/api/core/v1beta2';
import type { MachineDeployment } from '@clusterwright/api/core/v1beta2';
import { inOrder } from '@clusterwright/controller-runtime';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { gatherMachineDeploymentScope } from './machinedeployment.scope.ts';
import type { MachineDeploymentDeps, MachineDeploymentScope } from './machinedeployment.scope.ts';
import { reportMachineDeployment } from './machinedeployment.status.ts';
import { adoption, failedAdoption } from './phases/adoption.act.ts';
import { deletion } from './phases/deletion.act.ts';
import { rollout } from './phases/rollout.act.ts';
import { templates } from './phases/templates.act.ts';

/**
 * Keeps the MachineSets of a MachineDeployment: one for the current template, older ones while their Machines are being replaced.
 *
 * - reads: Cluster, MachineSets, Machines, templates
 * - writes: MachineSets; owner references of templates; its own labels, owner reference and revision
 * - owns conditions: Available, RollingOut, ScalingUp, ScalingDown, MachinesReady, MachinesUpToDate, Remediating, Deleting
 * - requeues: only for spec.rollout.after; everything else wakes on a watch
 */
export function machineDeploymentReconciler(deps: MachineDeploymentDeps): Reconciler<MachineDeployment, MachineDeploymentScope> {
  return {
    name: 'machinedeployment',
    finalizer: machineDeploymentFinalizer,
    ownedConditions: Object.keys(machineDeploymentConditions),
    admit: async ({ metadata: { namespace }, spec }) => {
      const cluster = await deps.client.get(Clusters, { namespace, name: spec.clusterName });
      return cluster ? { step: 'proceed', clusterPaused: cluster.spec.paused ?? false } : { step: 'wait', reason: 'WaitingForCluster' };
    },
    gather: (machineDeployment) => gatherMachineDeploymentScope(deps, machineDeployment),
    apply: [inOrder(templates(deps), adoption(deps), rollout(deps)), failedAdoption],
    cleanup: [inOrder(adoption(deps), deletion(deps)), failedAdoption],
    report: reportMachineDeployment,
  };
}
