import { Clusters, MachineSets } from '@clusterwright/api/core/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { Manager } from '@clusterwright/controller-runtime';
import { clusterToMachineSets, isClusterOfInterest } from '../machineset.watches.ts';
import { machineSetTopologyReconciler } from './machineset-topology.reconciler.ts';
import type { TemplateCleanupDeps } from './template-cleanup.act.ts';

/** Adds the cleanup of templates after MachineSets of managed topologies. Only for managers with topologies: its finalizer needs it. */
export function addMachineSetTopologyController(manager: Manager, { concurrency, ...deps }: TemplateCleanupDeps & { readonly concurrency: number }): void {
  manager.addController({
    for: MachineSets,
    reconciler: machineSetTopologyReconciler(deps),
    concurrency,
    watches: [watch({ resource: Clusters, toKeys: clusterToMachineSets(manager.client), when: isClusterOfInterest })],
    rbac: [{ apiGroups: ['infrastructure.cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch', 'delete'] }],
  });
}
