import { keyOf, keyString } from '@clusterwright/api';
import type { ResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Outcome, Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import type { KubeClient } from '@clusterwright/kube-client';
import { inParallel } from '../../machineset/phases/in-parallel.act.ts';
import { hasBlockingResource, strategyOf } from '../clusterresourceset.scope.ts';
import type { ClusterResourceSetDeps, ClusterResourceSetScope, ClusterResult } from '../clusterresourceset.scope.ts';
import { applyObjects, isWithoutAnswer } from '../workload/apply-object.act.ts';
import { planApplication } from './application.plan.ts';
import type { ApplicationStep } from './application.plan.ts';
import { writeBinding } from './binding.act.ts';
import { entryOf, planBinding } from './binding.plan.ts';
import type { AppliedResource } from './binding.plan.ts';

/**
 * Applies the resources to every selected Cluster, and takes down in its binding what was applied.
 *
 * The binding is written after the fact: interrupted in between, the next pass applies again, which changes nothing that is there already.
 */
export function application(deps: ClusterResourceSetDeps): Phase<ClusterResourceSetScope> {
  return async (scope, ctx) => {
    const { selection, ownershipErrors } = scope;
    if (selection.kind === 'invalid' || hasBlockingResource(scope) || ownershipErrors.length > 0) return done;
    const results = await inParallel(selection.clusters, (cluster) => applyToCluster(deps, scope, cluster, ctx));
    return { outcome: outcomeOf(scope, results), observed: { results } };
  };
}

/** Connections, and resources that appear, wake the ClusterResourceSet. */
function outcomeOf({ resources }: ClusterResourceSetScope, results: readonly ClusterResult[]): Outcome {
  const missing = resources.filter(({ kind }) => kind === 'notFound').map(({ ref }) => `${ref.kind} ${ref.name}`);
  if (results.length > 0 && missing.length > 0) return waitFor('WaitingForResources', `${missing.join(', ')} not found`);
  return results.some(({ kind }) => kind === 'notConnected') ? waitFor('WaitingForWorkloadClusterConnection') : done;
}

async function applyToCluster(deps: ClusterResourceSetDeps, scope: ClusterResourceSetScope, cluster: Cluster, ctx: ReconcileContext): Promise<ClusterResult> {
  const { clusterResourceSet, resources, bindings } = scope;
  const binding = bindings.find(({ metadata }) => metadata.name === cluster.metadata.name);
  const entry: ResourceSetBinding | undefined = entryOf(binding, clusterResourceSet);
  const connection = deps.workloadClusters.get(keyOf(cluster));
  const { result, applied } =
    connection.kind === 'connected'
      ? await applySteps(deps, scope, planApplication(strategyOf(clusterResourceSet), resources, entry), { client: connection.cluster.client, cluster }, ctx)
      : { result: { kind: 'notConnected', reason: connection.reason } as const, applied: [] };
  try {
    await writeBinding(deps.client, planBinding(clusterResourceSet, cluster, binding, applied, ctx.now()), ctx.signal);
    return result;
  } catch (thrown) {
    return { ...result, bindingError: toError(thrown) };
  }
}

interface Target {
  readonly client: KubeClient;
  readonly cluster: Cluster;
}

async function applySteps(deps: ClusterResourceSetDeps, { clusterResourceSet }: ClusterResourceSetScope, steps: readonly ApplicationStep[], { client, cluster }: Target, ctx: ReconcileContext): Promise<{ readonly result: ClusterResult; readonly applied: readonly AppliedResource[] }> {
  const { log, now, signal } = ctx;
  const target = { client, discovery: deps.discovery, strategy: strategyOf(clusterResourceSet), now: now(), signal };
  const applied: AppliedResource[] = [];
  const errors: Error[] = [];
  for (const plan of steps) {
    const { ref } = plan;
    const failures = plan.step === 'apply' ? await applyObjects(target, plan.objects) : [plan.error];
    applied.push({ ref, hash: plan.step === 'apply' ? plan.hash : undefined, applied: failures.length === 0 });
    errors.push(...failures);
    if (failures.length === 0) log.info('Applied resource to workload cluster', { Cluster: keyString(keyOf(cluster)), [ref.kind]: ref.name, reason: 'it was not applied there yet, or has changed' });
    // A cluster that does not answer would only cost time.
    if (failures.some(isWithoutAnswer)) break;
  }
  return { result: errors.length > 0 ? { kind: 'failed', errors } : { kind: 'applied' }, applied };
}
