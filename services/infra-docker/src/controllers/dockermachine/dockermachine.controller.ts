import { keyOf } from '@clusterwright/api';
import type { KubeObject, Resource } from '@clusterwright/api';
import { Clusters, MachinePools, Machines } from '@clusterwright/api/core/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { DockerMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { watch } from '@clusterwright/controller-runtime';
import type { EventSource, Manager, PolicyRule, WatchDeclaration } from '@clusterwright/controller-runtime';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { ContainerChanges } from '../../containers/container-changes.ts';
import { clusterMilestoneChanged } from '../devmachine/devmachine.watches.ts';
import { loadBalancerRbac } from '../dockercluster/dockercluster.controller.ts';
import { dockerMachineKind } from './docker-machine-kind.ts';
import { dockerMachineReconciler } from './dockermachine.reconciler.ts';
import type { DockerMachineDeps } from './dockermachine.scope.ts';
import { clusterToMachines, containerToMachines, machineInputChanged, machineToInfraMachine, nodeToMachines, poolInputChanged, poolToMachines } from './dockermachine.watches.ts';

/** Where changes come from that the management cluster does not know of. */
export interface DockerMachineSources {
  readonly changes: ContainerChanges;
  readonly workloadClusters: WorkloadClusters;
}

export const dockerMachineRbac: readonly PolicyRule[] = [
  ...loadBalancerRbac,
  { apiGroups: ['cluster.x-k8s.io'], resources: ['machinepools'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['infrastructure.cluster.x-k8s.io'], resources: ['devclusters', 'dockerclusters'], verbs: ['get', 'list', 'watch'] },
];

/** Watches that wake container machines of a kind. */
export function dockerMachineWatches<T extends KubeObject>({ client }: DockerMachineDeps, resource: Resource<T>): WatchDeclaration<never>[] {
  const ofCluster = clusterToMachines(client, resource);
  return [
    watch({ resource: Machines, toKeys: machineToInfraMachine(resource), when: machineInputChanged }),
    watch({ resource: MachinePools, toKeys: poolToMachines(client, resource), when: poolInputChanged }),
    watch({ resource: Clusters, toKeys: (cluster: Cluster) => ofCluster(keyOf(cluster)), when: clusterMilestoneChanged }),
  ];
}

/** Sources that wake container machines of a kind. */
export function dockerMachineSources<T extends KubeObject>({ client, tasks }: DockerMachineDeps, resource: Resource<T>, { changes, workloadClusters }: DockerMachineSources): EventSource[] {
  return [
    changes.source(containerToMachines(client, resource)),
    workloadClusters.connectionSource(clusterToMachines(client, resource)),
    workloadClusters.nodeSource(nodeToMachines(client, resource)),
    tasks.source,
  ];
}

export function addDockerMachineController(manager: Manager, deps: DockerMachineDeps, options: { concurrency: number } & DockerMachineSources): void {
  manager.addController({
    for: DockerMachines,
    reconciler: dockerMachineReconciler(dockerMachineKind, deps),
    concurrency: options.concurrency,
    watches: dockerMachineWatches(deps, DockerMachines),
    sources: dockerMachineSources(deps, DockerMachines, options),
    rbac: dockerMachineRbac,
  });
}
