import { Clusters, Machines } from '@clusterwright/api/core/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import { DevMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { EventSource, Manager } from '@clusterwright/controller-runtime';
import { devMachineReconciler } from './devmachine.reconciler.ts';
import type { DevMachineDeps } from './devmachine.scope.ts';
import { authorityChanged, clusterMilestoneChanged, clusterToDevMachines, machineToDevMachine, provisioningInputChanged, secretToDevMachines } from './devmachine.watches.ts';

/** `endpointOpened` wakes the DevMachines of a cluster whose endpoint was opened in this process. */
export function addDevMachineController(manager: Manager, deps: DevMachineDeps, options: { concurrency: number; endpointOpened: EventSource }): void {
  manager.addController({
    for: DevMachines,
    reconciler: devMachineReconciler(deps),
    concurrency: options.concurrency,
    watches: [
      watch({ resource: Machines, toKeys: machineToDevMachine, when: provisioningInputChanged }),
      watch({ resource: Clusters, toKeys: clusterToDevMachines(deps.client), when: clusterMilestoneChanged }),
      watch({ resource: Secrets, toKeys: secretToDevMachines(deps.client), when: authorityChanged }),
    ],
    sources: [options.endpointOpened],
    rbac: [{ apiGroups: ['cluster.x-k8s.io'], resources: ['machines'], verbs: ['patch'] }],
  });
}
