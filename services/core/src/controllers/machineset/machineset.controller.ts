import { Clusters, MachineDeployments, MachineSets, Machines } from '@clusterwright/api/core/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { Manager } from '@clusterwright/controller-runtime';
import { machineSetReconciler } from './machineset.reconciler.ts';
import type { MachineSetDeps } from './machineset.scope.ts';
import {
  clusterToMachineSets,
  externalToMachineSets,
  isClusterOfInterest,
  isMachineDeploymentOfInterest,
  machineDeploymentToMachineSets,
  machineToMachineSets,
} from './machineset.watches.ts';

export interface MachineSetOptions extends MachineSetDeps {
  readonly concurrency: number;
}

/** Adds the MachineSet controller to a manager. */
export function addMachineSetController(manager: Manager, { concurrency, ...deps }: MachineSetOptions): void {
  const { client } = manager;
  const handle = manager.addController({
    for: MachineSets,
    reconciler: machineSetReconciler(deps),
    concurrency,
    watches: [
      watch({ resource: Machines, toKeys: machineToMachineSets(client) }),
      watch({ resource: MachineDeployments, toKeys: machineDeploymentToMachineSets(client), when: isMachineDeploymentOfInterest }),
      watch({ resource: Clusters, toKeys: clusterToMachineSets(client), when: isClusterOfInterest }),
    ],
    rbac: [
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machinesets', 'machinesets/status', 'machinesets/finalizers', 'machines'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters', 'machinedeployments'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['infrastructure.cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      { apiGroups: ['controlplane.cluster.x-k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  deps.external.wake(handle, externalToMachineSets(client));
}
