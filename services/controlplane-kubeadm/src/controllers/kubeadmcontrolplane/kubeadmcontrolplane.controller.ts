import { KubeadmControlPlanes } from '@clusterwright/api/controlplane/v1beta2';
import { Clusters, MachinePools, Machines, type Cluster, type Machine, type MachinePool } from '@clusterwright/api/core/v1beta2';
import { mayOwn, watch, type Manager } from '@clusterwright/controller-runtime';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { ControlPlanePods } from '../../ports/control-plane-pods.ts';
import { kubeadmControlPlaneReconciler, type KubeadmControlPlaneDeps } from './kubeadmcontrolplane.reconciler.ts';
import {
  clusterKeyToControlPlane,
  clusterMatters,
  clusterToControlPlane,
  controlPlaneMatters,
  machineMatters,
  machinePoolMatters,
  machineToControlPlane,
  nodeMatters,
  templateToControlPlanes,
} from './kubeadmcontrolplane.watches.ts';

export interface KubeadmControlPlaneControllerDeps extends KubeadmControlPlaneDeps {
  readonly external: ExternalObjects;
  readonly workloadClusters: WorkloadClusters;
  readonly pods: ControlPlanePods;
  /** `--kubeadmcontrolplane-concurrency` */
  readonly concurrency: number;
}

/** Adds the controller of KubeadmControlPlanes to a manager. */
export function addKubeadmControlPlaneController(manager: Manager, deps: KubeadmControlPlaneControllerDeps): void {
  const { client } = manager;
  const toControlPlane = clusterKeyToControlPlane(client);
  const handle = manager.addController({
    for: KubeadmControlPlanes,
    reconciler: kubeadmControlPlaneReconciler(deps),
    concurrency: deps.concurrency,
    when: controlPlaneMatters,
    watches: [
      watch<Machine>({ resource: Machines, toKeys: machineToControlPlane(client), when: machineMatters }),
      watch<Cluster>({ resource: Clusters, toKeys: clusterToControlPlane, when: clusterMatters }),
      ...(deps.machinePools ? [watch<MachinePool>({ resource: MachinePools, toKeys: machineToControlPlane(client), when: machinePoolMatters })] : []),
    ],
    sources: [
      deps.workloadClusters.connectionSource(toControlPlane, { unhealthyAfterMs: deps.remoteConditionsGracePeriodMs }),
      deps.workloadClusters.nodeSource((cluster, next, previous) => (nodeMatters(next, previous) ? toControlPlane(cluster) : [])),
      deps.pods.source(toControlPlane),
    ],
    rbac: [
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch', 'create', 'patch'] },
      mayOwn('', 'secrets'),
      { apiGroups: ['infrastructure.cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io', 'controlplane.cluster.x-k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['machines', 'machines/status'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
      { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters', 'machinepools'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  deps.external.wake(handle, templateToControlPlanes(client));
}
