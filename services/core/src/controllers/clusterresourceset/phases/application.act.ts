import { keyOf, keyString } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Logger, Outcome, Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import { inParallel } from '../../shared/in-parallel.act.ts';
import { hasBlockingResource, strategyOf } from '../clusterresourceset.scope.ts';
import type { ClusterResourceSetDeps, ClusterResourceSetScope, ClusterResult } from '../clusterresourceset.scope.ts';
import { applyObjects, isWithoutAnswer } from '../workload/apply-object.act.ts';
import type { ApplyTarget } from '../workload/apply-object.act.ts';
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

async function applyToCluster(deps: ClusterResourceSetDeps, { clusterResourceSet, resources, bindings }: ClusterResourceSetScope, cluster: Cluster, ctx: ReconcileContext): Promise<ClusterResult> {
  const binding = bindings.find(({ metadata }) => metadata.name === cluster.metadata.name);
  const connection = deps.workloadClusters.get(keyOf(cluster));
  let application: Application;
  if (connection.kind === 'connected') {
    const strategy = strategyOf(clusterResourceSet);
    const target = { client: connection.cluster.client, discovery: deps.discovery, strategy, now: ctx.now(), signal: ctx.signal };
    const steps = planApplication(strategy, resources, entryOf(binding, clusterResourceSet));
    const log = ctx.log.with({ Cluster: keyString(keyOf(cluster)) });
    application = await applySteps(target, steps, log);
  } else {
    application = { result: { kind: 'notConnected', reason: connection.reason }, applied: [] };
  }
  const { result, applied } = application;
  try {
    await writeBinding(deps.client, planBinding({ clusterResourceSet, cluster, binding }, applied, ctx.now()), ctx.signal);
    return result;
  } catch (thrown) {
    return { ...result, bindingError: toError(thrown) };
  }
}

interface Application {
  readonly result: ClusterResult;
  readonly applied: readonly AppliedResource[];
}

async function applySteps(target: ApplyTarget, steps: readonly ApplicationStep[], log: Logger): Promise<Application> {
  const applied: AppliedResource[] = [];
  const errors: Error[] = [];
  for (const plan of steps) {
    const { ref } = plan;
    const failures = plan.step === 'apply' ? await applyObjects(target, plan.objects) : [plan.error];
    applied.push({ ref, hash: plan.step === 'apply' ? plan.hash : undefined, applied: failures.length === 0 });
    errors.push(...failures);
    if (failures.length === 0) log.info('Applied resource to workload cluster', { [ref.kind]: ref.name, reason: 'it was not applied there yet, or has changed' });
    // A cluster that does not answer would only cost time.
    if (failures.some(isWithoutAnswer)) break;
  }
  return { result: errors.length > 0 ? { kind: 'failed', errors } : { kind: 'applied' }, applied };
}
