import type { KubeObject, ObjectKey, UnstructuredObject } from '@clusterwright/api';
import { Clusters, MachineDeployments, MachinePools, Machines, MachineSets } from '@clusterwright/api/core/v1beta2';
import { watch, type ControllerHandle, type KeyMapper, type Manager, type PolicyRule } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { HookCaller } from '@clusterwright/runtime-sdk';
import { clusterReconciler, ownedClusterConditions } from './cluster.reconciler.ts';
import { isForeignChange, machineUrgency, referencedUrgency, referencingClusterKeys, scalableUrgency, specClusterKey, type Urgency } from './cluster.watches.ts';

export interface ClusterControllerDeps {
  readonly workloadClusters: Pick<WorkloadClusters, 'get' | 'connectionSource'>;
  readonly features: FeatureGates;
  /** Flag --remote-connection-grace-period. */
  readonly remoteConnectionGracePeriodMs: number;
  readonly concurrency: number;
  /** Runtime extensions; undefined where the gate RuntimeSDK is off. */
  readonly hooks?: HookCaller | undefined;
}

/** How long changes wait for company, by urgency: a write of the Cluster for each of them would be most of its traffic. */
const delayMs = { shortly: 300, soon: 3000, later: 5000 } as const;

/** A connection comes up at about the time at which the control plane says that it is initialized. */
const connectionDelayMs = 1000;

/** Update of `…/finalizers` is needed where the API server enforces owner references. */
const rbac: readonly PolicyRule[] = [
  { apiGroups: ['cluster.x-k8s.io'], resources: ['clusters', 'clusters/status', 'clusters/finalizers'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
  { apiGroups: ['cluster.x-k8s.io'], resources: ['clusterclasses'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['cluster.x-k8s.io'], resources: ['machines', 'machinesets', 'machinedeployments', 'machinepools'], verbs: ['get', 'list', 'watch', 'delete'] },
  { apiGroups: ['infrastructure.cluster.x-k8s.io', 'bootstrap.cluster.x-k8s.io', 'controlplane.cluster.x-k8s.io'], resources: ['*'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] },
  { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch', 'create', 'patch', 'update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'list', 'watch'] },
];

/** Adds the controller of Clusters. The process must cache CustomResourceDefinitions by metadata (`cacheCustomResourceDefinitions`). */
export function addClusterController(manager: Manager, deps: ClusterControllerDeps): void {
  const { client } = manager;
  const external = createExternalObjects({ client });

  /** Wakes at once what is urgent, and lets the rest gather for a moment. */
  function waking<W extends KubeObject>(urgencyOf: (object: W, previous: W | undefined) => Urgency, keysOf: (object: W) => Promise<readonly ObjectKey[]> | readonly ObjectKey[]): KeyMapper<W> {
    return async (object, previous) => {
      const urgency = urgencyOf(object, previous);
      if (urgency === 'never') return [];
      const keys = await keysOf(object);
      if (urgency === 'now') return keys;
      for (const key of keys) handle.enqueue(key, delayMs[urgency]);
      return [];
    };
  }

  const connections = deps.workloadClusters.connectionSource((cluster) => [cluster], { unhealthyAfterMs: deps.remoteConnectionGracePeriodMs });
  const handle: ControllerHandle = manager.addController({
    for: Clusters,
    reconciler: clusterReconciler({ client, external, ...deps }),
    concurrency: deps.concurrency,
    when: isForeignChange(ownedClusterConditions),
    watches: [
      watch({ resource: Machines, toKeys: waking(machineUrgency, specClusterKey) }),
      watch({ resource: MachineDeployments, toKeys: waking(scalableUrgency, specClusterKey) }),
      watch({ resource: MachineSets, toKeys: waking(scalableUrgency, specClusterKey) }),
      ...(deps.features.enabled('MachinePool') ? [watch({ resource: MachinePools, toKeys: waking(scalableUrgency, specClusterKey) })] : []),
    ],
    sources: [() => connections((key) => handle.enqueue(key, connectionDelayMs))],
    rbac,
  });
  const clustersOf = (namespace: string | undefined) => client.list(Clusters, { namespace });
  external.wake(handle, waking(referencedUrgency, (object: UnstructuredObject) => referencingClusterKeys(object, clustersOf)));
}
