import { keyOf } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { Clusters, MachineHealthChecks, Machines } from '@clusterwright/api/core/v1beta2';
import type { Cluster, Machine } from '@clusterwright/api/core/v1beta2';
import { mayOwn, watch } from '@clusterwright/controller-runtime';
import type { ControllerHandle, Manager } from '@clusterwright/controller-runtime';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { machineHealthCheckReconciler } from './machinehealthcheck.reconciler.ts';
import {
  clusterToMachineHealthChecks,
  isClusterOfInterest,
  isMachineOfInterest,
  machineToMachineHealthChecks,
  nodeToMachineHealthChecks,
  remediationToMachineHealthChecks,
} from './machinehealthcheck.watches.ts';

export interface MachineHealthCheckOptions {
  readonly workloadClusters: Pick<WorkloadClusters, 'get' | 'connectionSource' | 'nodeSource'>;
  /** `--machinehealthcheck-concurrency`. */
  readonly concurrency: number;
}

/** Machines and Nodes change much while a cluster grows, and most timeouts are minutes: their news gather for a moment. */
const gatherMs = 1_000;
const read = ['get', 'list', 'watch'] as const;

/** Adds the MachineHealthCheck controller to a manager. The process must cache CustomResourceDefinitions by metadata (`cacheCustomResourceDefinitions`). */
export function addMachineHealthCheckController(manager: Manager, { workloadClusters, concurrency }: MachineHealthCheckOptions): void {
  const { client } = manager;
  const later = (keys: readonly ObjectKey[]): readonly ObjectKey[] => {
    for (const key of keys) handle.enqueue(key, gatherMs);
    return [];
  };
  const ofMachine = machineToMachineHealthChecks(client);
  const ofNode = nodeToMachineHealthChecks(client);
  const ofCluster = clusterToMachineHealthChecks(client);
  const ofRemediation = remediationToMachineHealthChecks(client);

  const handle: ControllerHandle = manager.addController({
    for: MachineHealthChecks,
    reconciler: machineHealthCheckReconciler({ client, workloadClusters, watchKind: (resource) => handle.watch(resource, ofRemediation) }),
    concurrency,
    watches: [
      watch<Machine>({ resource: Machines, toKeys: async (machine, previous) => later(await ofMachine(machine, previous)), when: isMachineOfInterest }),
      watch<Cluster>({ resource: Clusters, toKeys: (cluster) => ofCluster(keyOf(cluster)), when: isClusterOfInterest }),
    ],
    sources: [workloadClusters.connectionSource(ofCluster), workloadClusters.nodeSource(async (cluster, next, previous) => later(await ofNode(cluster, next, previous)))],
    rbac: [
      mayOwn('cluster.x-k8s.io', 'machinehealthchecks'),
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machines', 'machines/status'], verbs: [...read, 'patch'] },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters'], verbs: read },
      { apiGroups: [''], resources: ['secrets'], verbs: read },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: read },
    ],
  });
}
