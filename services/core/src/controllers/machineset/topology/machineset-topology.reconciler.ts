import { groupOf, machineSetTopologyFinalizer } from '@clusterwright/api';
import type { MachineSet } from '@clusterwright/api/core/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { admitTopologyOwned, gatherTemplateUsers, silent, templateCleanup } from './template-cleanup.act.ts';
import type { TemplateCleanupDeps, TemplateCleanupScope } from './template-cleanup.act.ts';

/**
 * Removes the templates of an old revision with the MachineSet that was the last to use them.
 *
 * - reads: Cluster, MachineDeployment, MachineSets
 * - writes: deletes templates
 * - owns conditions: none
 * - requeues: never
 */
export function machineSetTopologyReconciler(deps: TemplateCleanupDeps): Reconciler<MachineSet, TemplateCleanupScope<MachineSet>> {
  return {
    ...silent,
    name: 'topology/machineset',
    finalizer: machineSetTopologyFinalizer,
    admit: (machineSet) => admitTopologyOwned(deps.client, machineSet),
    gather: (machineSet) => gatherTemplateUsers(deps.client, machineSet, ownerNameOf(machineSet)),
    cleanup: [templateCleanup(deps)],
  };
}

function ownerNameOf({ metadata }: MachineSet): string {
  const owner = metadata.ownerReferences?.find(({ kind, apiVersion }) => kind === 'MachineDeployment' && groupOf(apiVersion) === 'cluster.x-k8s.io');
  if (!owner) throw new TerminalError(`MachineSet ${metadata.name} has no MachineDeployment as owner`);
  return owner.name;
}
