import type { ClusterResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { hasPausedAnnotation } from '@clusterwright/provider-kit/cluster/paused';
import { gatherClusterResourceSetBindingScope } from './clusterresourcesetbinding.scope.ts';
import type { ClusterResourceSetBindingDeps, ClusterResourceSetBindingScope } from './clusterresourcesetbinding.scope.ts';
import { deletion } from './phases/deletion.act.ts';

/**
 * Deletes a ClusterResourceSetBinding together with its Cluster; ClusterResourceSets write what is in it.
 *
 * - reads: Cluster
 * - writes: nothing but the deletion of the binding
 * - owns conditions: none, the kind has no status
 * - requeues: never
 */
export function clusterResourceSetBindingReconciler(deps: ClusterResourceSetBindingDeps): Reconciler<ClusterResourceSetBinding, ClusterResourceSetBindingScope> {
  return {
    name: 'clusterresourcesetbinding',
    ownedConditions: [],
    pausable: false,
    observesGeneration: false,
    admit: (binding) => (hasPausedAnnotation(binding) ? { step: 'wait', reason: 'Paused' } : { step: 'proceed' }),
    gather: (binding, ctx) => gatherClusterResourceSetBindingScope(deps, binding, ctx),
    apply: [deletion(deps)],
  };
}
