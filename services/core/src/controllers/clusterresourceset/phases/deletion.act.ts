import { keyOf, keyString } from '@clusterwright/api';
import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import type { ClusterResourceSetDeps, ClusterResourceSetScope } from '../clusterresourceset.scope.ts';
import { writeBinding } from './binding.act.ts';
import { planUnbinding } from './binding.plan.ts';

/**
 * Takes a deleted ClusterResourceSet out of every binding that names it, those of Clusters it no longer selects included. What was applied to workload clusters
 * stays there.
 */
export function deletion({ client }: ClusterResourceSetDeps): Phase<ClusterResourceSetScope> {
  return async ({ clusterResourceSet, bindings }, { log, signal }) => {
    for (const binding of bindings) {
      const plan = planUnbinding(clusterResourceSet, binding);
      if (plan.step === 'none') continue;
      log.info(plan.step === 'delete' ? 'Deleting ClusterResourceSetBinding' : 'Removing ClusterResourceSet from its binding', { ClusterResourceSetBinding: keyString(keyOf(binding)), reason: 'the ClusterResourceSet is deleted' });
      await writeBinding(client, plan, signal);
    }
    return done;
  };
}
