import { keyOf } from '@clusterwright/api';
import { ClusterResourceSetBindings } from '@clusterwright/api/addons/v1beta2';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import type { ClusterResourceSetBindingDeps, ClusterResourceSetBindingScope } from '../clusterresourcesetbinding.scope.ts';
import { planBindingDeletion } from './deletion.plan.ts';

/** Deletes a binding whose Cluster goes or is gone. */
export function deletion({ client }: ClusterResourceSetBindingDeps): Phase<ClusterResourceSetBindingScope> {
  return async (scope, { log, signal }) => {
    const { binding } = scope;
    const plan = planBindingDeletion(scope);
    switch (plan.step) {
      case 'keep':
        return done;
      case 'wait':
        return waitFor(plan.reason);
      case 'delete':
        log.info('Deleting ClusterResourceSetBinding', { Cluster: `${binding.metadata.namespace ?? ''}/${binding.spec.clusterName}`, reason: plan.reason });
        await client.delete(ClusterResourceSetBindings, keyOf(binding), { uid: binding.metadata.uid, signal });
        return done;
    }
  };
}
