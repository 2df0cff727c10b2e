import { DevMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { Secrets } from '@clusterwright/api/kubernetes';
import { watch } from '@clusterwright/controller-runtime';
import type { EventSource, Manager } from '@clusterwright/controller-runtime';
import { byBackend } from '../by-backend.ts';
import { devMachineKind } from '../dockermachine/docker-machine-kind.ts';
import { dockerMachineRbac, dockerMachineSources, dockerMachineWatches } from '../dockermachine/dockermachine.controller.ts';
import type { DockerMachineSources } from '../dockermachine/dockermachine.controller.ts';
import { dockerMachineReconciler } from '../dockermachine/dockermachine.reconciler.ts';
import type { DockerMachineDeps } from '../dockermachine/dockermachine.scope.ts';
import { devMachineReconciler } from './devmachine.reconciler.ts';
import type { DevMachineDeps } from './devmachine.scope.ts';
import { authorityChanged, secretToDevMachines } from './devmachine.watches.ts';

/** What each backend needs. */
export interface DevMachineBackends {
  readonly inMemory: DevMachineDeps;
  readonly docker: DockerMachineDeps;
}

/** `endpointOpened` wakes the DevMachines of a cluster whose endpoint was opened in this process. */
export function addDevMachineController(
  manager: Manager,
  { inMemory, docker }: DevMachineBackends,
  options: { concurrency: number; endpointOpened: EventSource } & DockerMachineSources,
): void {
  manager.addController({
    for: DevMachines,
    reconciler: byBackend(({ spec }) => spec.backend.inMemory !== undefined, { docker: dockerMachineReconciler(devMachineKind, docker), inMemory: devMachineReconciler(inMemory) }),
    concurrency: options.concurrency,
    watches: [...dockerMachineWatches(docker, DevMachines), watch({ resource: Secrets, toKeys: secretToDevMachines(inMemory.client), when: authorityChanged })],
    sources: [options.endpointOpened, ...dockerMachineSources(docker, DevMachines, options)],
    rbac: [{ apiGroups: ['cluster.x-k8s.io'], resources: ['machines'], verbs: ['patch'] }, ...dockerMachineRbac],
  });
}
