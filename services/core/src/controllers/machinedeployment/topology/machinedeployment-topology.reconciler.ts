import { keyOf, machineDeploymentTopologyFinalizer } from '@clusterwright/api';
import { MachineHealthChecks } from '@clusterwright/api/core/v1beta2';
import type { MachineDeployment } from '@clusterwright/api/core/v1beta2';
import { done, inOrder } from '@clusterwright/controller-runtime';
import type { Phase, Reconciler } from '@clusterwright/controller-runtime';
import { admitTopologyOwned, gatherTemplateUsers, silent, templateCleanup } from '../../machineset/topology/template-cleanup.act.ts';
import type { TemplateCleanupDeps, TemplateCleanupScope } from '../../machineset/topology/template-cleanup.act.ts';

/**
 * Removes what a topology made for a MachineDeployment: its current templates and its MachineHealthCheck.
 *
 * - reads: Cluster, MachineSets
 * - writes: deletes templates and the MachineHealthCheck of the same name
 * - owns conditions: none
 * - requeues: never
 */
export function machineDeploymentTopologyReconciler(deps: TemplateCleanupDeps): Reconciler<MachineDeployment, TemplateCleanupScope<MachineDeployment>> {
  return {
    ...silent,
    name: 'topology/machinedeployment',
    finalizer: machineDeploymentTopologyFinalizer,
    admit: (machineDeployment) => admitTopologyOwned(deps.client, machineDeployment),
    gather: (machineDeployment) => gatherTemplateUsers(deps.client, machineDeployment, machineDeployment.metadata.name),
    cleanup: [inOrder(templateCleanup(deps), healthCheckCleanup(deps))],
  };
}

function healthCheckCleanup({ client }: TemplateCleanupDeps): Phase<TemplateCleanupScope<MachineDeployment>> {
  return async ({ leaving }, { signal }) => {
    const key = keyOf(leaving);
    if (await client.get(MachineHealthChecks, key)) await client.delete(MachineHealthChecks, key, { signal });
    return done;
  };
}
