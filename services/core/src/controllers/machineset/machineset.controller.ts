import { Clusters, MachineDeployments, MachineSets, Machines } from '@clusterwright/api/core/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { ControllerHandle, Manager } from '@clusterwright/controller-runtime';
import { machineSetReconciler } from './machineset.reconciler.ts';
import type { MachineSetDeps } from './machineset.scope.ts';
import {
  clusterToMachineSets,
  externalToMachineSets,
  isClusterOfInterest,
  isMachineDetail,
  isMachineDeploymentOfInterest,
  machineDeploymentToMachineSets,
  machineToMachineSets,
} from './machineset.watches.ts';

export interface MachineSetOptions extends MachineSetDeps {
  readonly concurrency: number;
}

/** How long details of Machines gather before they are worth a pass: none of them is urgent, and there are many. */
const detailDelayMs = 1_000;

/** Adds the MachineSet controller to a manager. */
export function addMachineSetController(manager: Manager, { concurrency, ...deps }: MachineSetOptions): void {
  const { client } = manager;
  const toMachineSets = machineToMachineSets(client);
  const handle: ControllerHandle = manager.addController({
    for: MachineSets,
    reconciler: machineSetReconciler(deps),
    concurrency,
    watches: [
      watch({
        resource: Machines,
        toKeys: async (machine, previous) => {
          const keys = await toMachineSets(machine);
          if (!isMachineDetail(machine, previous)) return keys;
          for (const key of keys) handle.enqueue(key, detailDelayMs);
          return [];
        },
      }),
      watch({ resource: MachineDeployments, toKeys: machineDeploymentToMachineSets(client), when: isMachineDeploymentOfInterest }),
      watch({ resource: Clusters, toKeys: clusterToMachineSets(client), when: isClusterOfInterest }),
    ],
    rbac: [
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machinesets', 'machinesets/status', 'machinesets/finalizers', 'machines', 'machines/status'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters', 'machinedeployments'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['infrastructure.cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      { apiGroups: ['controlplane.cluster.x-k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  deps.external.wake(handle, externalToMachineSets(client));
}
