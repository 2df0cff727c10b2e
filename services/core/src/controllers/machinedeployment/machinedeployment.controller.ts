import { Clusters, MachineDeployments, MachineSets } from '@clusterwright/api/core/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { ControllerHandle, Manager } from '@clusterwright/controller-runtime';
import { machineDeploymentReconciler } from './machinedeployment.reconciler.ts';
import type { MachineDeploymentDeps } from './machinedeployment.scope.ts';
import { clusterToMachineDeployments, isClusterOfInterest, isMachineSetDetail, machineSetToMachineDeployments, templateToMachineDeployments } from './machinedeployment.watches.ts';

export interface MachineDeploymentOptions extends MachineDeploymentDeps {
  readonly concurrency: number;
}

/** How long details of MachineSets gather before they are worth a pass: none of them is urgent, and there are many. */
const detailDelayMs = 1_000;

/** Adds the MachineDeployment controller to a manager. */
export function addMachineDeploymentController(manager: Manager, { concurrency, ...deps }: MachineDeploymentOptions): void {
  const { client } = manager;
  const toMachineDeployments = machineSetToMachineDeployments(client);
  const handle: ControllerHandle = manager.addController({
    for: MachineDeployments,
    reconciler: machineDeploymentReconciler(deps),
    concurrency,
    watches: [
      watch({
        resource: MachineSets,
        toKeys: async (machineSet, previous) => {
          const keys = await toMachineDeployments(machineSet);
          if (!isMachineSetDetail(machineSet, previous)) return keys;
          for (const key of keys) handle.enqueue(key, detailDelayMs);
          return [];
        },
      }),
      watch({ resource: Clusters, toKeys: clusterToMachineDeployments(client), when: isClusterOfInterest }),
    ],
    rbac: [
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machinedeployments', 'machinedeployments/status', 'machinedeployments/finalizers', 'machinesets'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters', 'machines'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['infrastructure.cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch', 'patch', 'update'] },
    ],
  });
  deps.external.wake(handle, templateToMachineDeployments(client));
}
