import { keyOf } from '@clusterwright/api';
import { Clusters, MachineDeployments, Machines, MachineSets, type Cluster, type MachineDeployment, type MachineSet } from '@clusterwright/api/core/v1beta2';
import { watch, type Manager } from '@clusterwright/controller-runtime';
import { createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { clusterMatters } from '../shared/relevant-changes.watches.ts';
import { machineReconciler } from './machine.reconciler.ts';
import type { MachineDeps } from './machine.scope.ts';
import { clusterToMachines, externalToMachines, machineDeploymentToMachines, machinesOfCluster, machineSetToMachines, nodeToMachines, templateMatters } from './machine.watches.ts';

export interface MachineControllerOptions extends Pick<MachineDeps, 'workloadClusters' | 'features'>, Partial<Pick<MachineDeps, 'remoteConditionsGracePeriodMs' | 'additionalSyncLabels' | 'additionalSyncAnnotations' | 'hooks'>> {
  /** `--machine-concurrency`. */
  readonly concurrency?: number;
}

export const defaultRemoteConditionsGracePeriodMs = 5 * 60_000;
const defaultConcurrency = 10;
const read = ['get', 'list', 'watch'] as const;
const write = [...read, 'create', 'update', 'patch', 'delete'] as const;

/** Adds the Machine controller to a manager. */
export function addMachineController(manager: Manager, options: MachineControllerOptions): void {
  const { client } = manager;
  const { workloadClusters, features, remoteConditionsGracePeriodMs = defaultRemoteConditionsGracePeriodMs, additionalSyncLabels = [], additionalSyncAnnotations = [], hooks } = options;
  const external = createExternalObjects({ client });
  const handle = manager.addController({
    for: Machines,
    reconciler: machineReconciler({ client, external, workloadClusters, features, remoteConditionsGracePeriodMs, additionalSyncLabels, additionalSyncAnnotations, hooks }),
    concurrency: options.concurrency ?? defaultConcurrency,
    watches: [
      watch<Cluster>({ resource: Clusters, toKeys: clusterToMachines(client), when: clusterMatters }),
      watch<MachineSet>({ resource: MachineSets, toKeys: machineSetToMachines(client), when: templateMatters }),
      watch<MachineDeployment>({ resource: MachineDeployments, toKeys: machineDeploymentToMachines(client), when: templateMatters }),
    ],
    sources: [
      workloadClusters.connectionSource(async (cluster) => (await machinesOfCluster(client, cluster)).map(keyOf), { unhealthyAfterMs: remoteConditionsGracePeriodMs }),
      workloadClusters.nodeSource(nodeToMachines(client)),
    ],
    rbac: [
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      { apiGroups: [''], resources: ['secrets'], verbs: read },
      { apiGroups: ['infrastructure.cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io'], resources: ['*'], verbs: write },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machines', 'machines/status', 'machines/finalizers'], verbs: write },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machinedrainrules'], verbs: read },
      { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: read },
    ],
  });
  external.wake(handle, externalToMachines(client));
}
