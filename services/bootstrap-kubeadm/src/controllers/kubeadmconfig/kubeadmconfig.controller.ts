import { keyOf, type KubeObject, type ObjectKey } from '@clusterwright/api';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import { Clusters, MachinePools, Machines, type Cluster, type Machine, type MachinePool } from '@clusterwright/api/core/v1beta2';
import { ConfigMaps, type ConfigMap } from '@clusterwright/api/kubernetes';
import { mayOwn, watch, type Manager, type PolicyRule, type WatchDeclaration } from '@clusterwright/controller-runtime';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { kubeadmConfigReconciler } from './kubeadmconfig.reconciler.ts';
import type { KubeadmConfigDeps } from './kubeadmconfig.scope.ts';
import {
  clusterMatters,
  clusterOf,
  clusterToConfigs,
  clusterToControlPlaneConfigs,
  controlPlaneMachineGone,
  initLockGone,
  machineMatters,
  machinePoolMatters,
  machinePoolToConfigs,
  machineToConfigs,
} from './kubeadmconfig.watches.ts';

export interface KubeadmConfigControllerDeps extends KubeadmConfigDeps {
  readonly workloadClusters: WorkloadClusters;
  readonly concurrency: number;
}

/** Adds the KubeadmConfig controller: what wakes it, how many passes run at once, and what it may do. */
export function addKubeadmConfigController(manager: Manager, deps: KubeadmConfigControllerDeps): void {
  const allOf = (cluster: ObjectKey): Promise<ObjectKey[]> => clusterToConfigs(deps.client, cluster, deps);
  const startersOf = (object: KubeObject): ObjectKey[] | Promise<ObjectKey[]> => {
    const cluster = clusterOf(object);
    return cluster ? clusterToControlPlaneConfigs(deps.client, cluster) : [];
  };
  const poolWatches: readonly WatchDeclaration<never>[] = deps.machinePools
    ? [watch<MachinePool>({ resource: MachinePools, toKeys: machinePoolToConfigs, when: machinePoolMatters })]
    : [];
  manager.addController({
    for: KubeadmConfigs,
    reconciler: kubeadmConfigReconciler(deps),
    concurrency: deps.concurrency,
    watches: [
      watch<Machine>({ resource: Machines, toKeys: machineToConfigs, when: machineMatters }),
      watch<Machine>({ resource: Machines, toKeys: startersOf, when: controlPlaneMachineGone }),
      watch<Cluster>({ resource: Clusters, toKeys: (cluster) => allOf(keyOf(cluster)), when: clusterMatters }),
      watch<ConfigMap>({ resource: ConfigMaps, toKeys: startersOf, when: initLockGone }),
      ...poolWatches,
    ],
    sources: [deps.workloadClusters.connectionSource(allOf)],
    rbac,
  });
}

const rbac: readonly PolicyRule[] = [
  { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters', 'machines', 'machinepools'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['bootstrap.cluster.x-k8s.io'], resources: ['kubeadmconfigs', 'kubeadmconfigs/status', 'kubeadmconfigs/finalizers'], verbs: ['get', 'list', 'watch', 'patch', 'update'] },
  // The version of the control plane object, for files that are templates.
  { apiGroups: ['controlplane.cluster.x-k8s.io'], resources: ['*'], verbs: ['get'] },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch', 'create', 'patch'] },
  mayOwn('', 'secrets'),
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch', 'create', 'delete'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];
