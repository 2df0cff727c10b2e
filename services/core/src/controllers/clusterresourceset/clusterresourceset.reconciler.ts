import { clusterResourceSetFinalizer } from '@clusterwright/api';
import type { ClusterResourceSet } from '@clusterwright/api/addons/v1beta2';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { gatherClusterResourceSetScope } from './clusterresourceset.scope.ts';
import type { ClusterResourceSetDeps, ClusterResourceSetScope } from './clusterresourceset.scope.ts';
import { reportClusterResourceSet } from './clusterresourceset.status.ts';
import { application } from './phases/application.act.ts';
import { deletion } from './phases/deletion.act.ts';
import { failures } from './phases/failures.act.ts';
import { resourceOwnership } from './phases/resource-ownership.act.ts';

/**
 * Applies manifests from ConfigMaps and Secrets to every workload cluster whose Cluster it selects, once or whenever they change.
 *
 * - reads: Clusters, ClusterResourceSetBindings; ConfigMaps and Secrets by live GET; whatever kinds the manifests are of, in workload clusters
 * - writes: ClusterResourceSetBindings; owner references of ConfigMaps and Secrets; the objects of the manifests
 * - owns conditions: ResourcesApplied
 * - requeues: never; connections, Clusters and resources wake it
 */
export function clusterResourceSetReconciler(deps: ClusterResourceSetDeps): Reconciler<ClusterResourceSet, ClusterResourceSetScope> {
  return {
    name: 'clusterresourceset',
    finalizer: clusterResourceSetFinalizer,
    ownedConditions: ['ResourcesApplied'],
    gather: (clusterResourceSet, ctx) => gatherClusterResourceSetScope(deps, clusterResourceSet, ctx),
    apply: [resourceOwnership(deps), application(deps), failures],
    cleanup: [deletion(deps)],
    report: reportClusterResourceSet,
  };
}
