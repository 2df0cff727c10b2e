import { keyOf } from '@clusterwright/api';
import { done, waitFor, type Phase } from '@clusterwright/controller-runtime';
import { deletedEvent } from '../cluster.events.ts';
import type { ClusterDeps, ClusterScope } from '../cluster.scope.ts';
import { planDeletion } from './deletion.plan.ts';

/** Deletes what belongs to the Cluster, one stage per pass; watches on all of it wake the next pass. */
export function deletion({ client }: ClusterDeps): Phase<ClusterScope> {
  return async (scope, { log, events, signal }) => {
    const plan = planDeletion(scope);
    if (plan.step === 'finish') {
      deletedEvent(events, scope.cluster);
      return { outcome: done, observed: { deletion: plan } };
    }
    if (plan.step === 'delete') {
      for (const { object } of plan.targets) log.info(`Deleting ${object.kind}`, { [object.kind]: `${object.metadata.namespace}/${object.metadata.name}`, reason: plan.reason });
      await deleteAll(plan.targets.map(({ resource, object }) => () => client.delete(resource, keyOf(object), { uid: object.metadata.uid, signal })));
    }
    return { outcome: waitFor(plan.reason, plan.message), observed: { deletion: plan } };
  };
}

/** Tries every one before it fails, so that one refusal does not hold up the rest. */
async function deleteAll(requests: readonly (() => Promise<unknown>)[]): Promise<void> {
  const results = await Promise.allSettled(requests.map((request) => request()));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `failed to delete ${errors.length} descendants`);
}
