import { Clusters, MachineDeployments } from '@clusterwright/api/core/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { Manager } from '@clusterwright/controller-runtime';
import type { TemplateCleanupDeps } from '../../machineset/topology/template-cleanup.act.ts';
import { clusterToMachineDeployments, isClusterOfInterest } from '../machinedeployment.watches.ts';
import { machineDeploymentTopologyReconciler } from './machinedeployment-topology.reconciler.ts';

/** Adds the cleanup after MachineDeployments of managed topologies. Only for managers with topologies: its finalizer needs it. */
export function addMachineDeploymentTopologyController(manager: Manager, { concurrency, ...deps }: TemplateCleanupDeps & { readonly concurrency: number }): void {
  manager.addController({
    for: MachineDeployments,
    reconciler: machineDeploymentTopologyReconciler(deps),
    concurrency,
    watches: [watch({ resource: Clusters, toKeys: clusterToMachineDeployments(manager.client), when: isClusterOfInterest })],
    rbac: [
      { apiGroups: ['infrastructure.cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch', 'delete'] },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machinehealthchecks'], verbs: ['get', 'list', 'watch', 'delete'] },
    ],
  });
}
