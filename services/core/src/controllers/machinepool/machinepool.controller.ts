import { keyOf } from '@clusterwright/api';
import { Clusters, MachinePools, Machines, type Cluster, type Machine } from '@clusterwright/api/core/v1beta2';
import { watch, type Manager } from '@clusterwright/controller-runtime';
import { createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { clusterMatters } from '../shared/relevant-changes.watches.ts';
import { machinePoolReconciler } from './machinepool.reconciler.ts';
import { clusterToMachinePools, externalToMachinePools, machineMatters, machineToMachinePools, nodeToMachinePools, poolsOfCluster } from './machinepool.watches.ts';

export interface MachinePoolControllerOptions {
  readonly workloadClusters: Pick<WorkloadClusters, 'get' | 'connectionSource' | 'nodeSource'>;
  /** `--machinepool-concurrency`. */
  readonly concurrency: number;
}

const read = ['get', 'list', 'watch'] as const;
const write = [...read, 'create', 'update', 'patch', 'delete'] as const;

/** Adds the MachinePool controller to a manager. The process must cache CustomResourceDefinitions by metadata (`cacheCustomResourceDefinitions`), and Nodes. */
export function addMachinePoolController(manager: Manager, { workloadClusters, concurrency }: MachinePoolControllerOptions): void {
  const { client } = manager;
  const external = createExternalObjects({ client });
  const handle = manager.addController({
    for: MachinePools,
    reconciler: machinePoolReconciler({ client, external, workloadClusters }),
    concurrency,
    watches: [
      watch<Machine>({ resource: Machines, toKeys: machineToMachinePools, when: machineMatters }),
      watch<Cluster>({ resource: Clusters, toKeys: clusterToMachinePools(client), when: clusterMatters }),
    ],
    sources: [workloadClusters.connectionSource(async (cluster) => (await poolsOfCluster(client, cluster)).map(keyOf)), workloadClusters.nodeSource(nodeToMachinePools(client))],
    rbac: [
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      { apiGroups: [''], resources: ['secrets'], verbs: read },
      { apiGroups: ['infrastructure.cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io'], resources: ['*'], verbs: write },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machinepools', 'machinepools/status', 'machinepools/finalizers', 'machines', 'machines/status'], verbs: write },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters'], verbs: read },
      { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: read },
    ],
  });
  external.wake(handle, externalToMachinePools(client));
}
