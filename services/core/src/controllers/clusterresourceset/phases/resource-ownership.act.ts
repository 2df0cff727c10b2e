import { keyOf } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { ConfigMaps, Secrets } from '@clusterwright/api/kubernetes';
import type { ConfigMap, Secret } from '@clusterwright/api/kubernetes';
import { done } from '@clusterwright/controller-runtime';
import type { Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import type { ClusterResourceSetDeps, ClusterResourceSetScope } from '../clusterresourceset.scope.ts';
import { planResourceOwnership } from './resource-ownership.plan.ts';

/** Makes every resource that was found a dependent of the ClusterResourceSet, whether or not any workload cluster can be reached. */
export function resourceOwnership(deps: ClusterResourceSetDeps): Phase<ClusterResourceSetScope> {
  return async (scope, ctx) => {
    const ownershipErrors: Error[] = [];
    for (const resource of scope.resources) {
      if (resource.kind !== 'found') continue;
      try {
        await own(deps, scope, resource.object, ctx);
      } catch (thrown) {
        ownershipErrors.push(toError(thrown));
      }
    }
    return { outcome: done, observed: { ownershipErrors } };
  };
}

async function own({ client }: ClusterResourceSetDeps, { clusterResourceSet }: ClusterResourceSetScope, object: ConfigMap | Secret, { log, signal }: ReconcileContext): Promise<void> {
  const ownerReferences = planResourceOwnership(clusterResourceSet, object);
  if (!ownerReferences) return;
  log.info('Adding owner reference to resource', { [object.kind]: `${object.metadata.namespace ?? ''}/${object.metadata.name}`, reason: 'it belongs to the ClusterResourceSet' });
  // Past the cache, like the read: the answer carries data that must not stay in memory. A stale list of owners must not overwrite a newer one.
  const body = { metadata: { ownerReferences, resourceVersion: object.metadata.resourceVersion } };
  await client.live.patch(object.kind === Secrets.kind ? Secrets : ConfigMaps, keyOf(object), { type: 'merge', body }, { signal });
}
