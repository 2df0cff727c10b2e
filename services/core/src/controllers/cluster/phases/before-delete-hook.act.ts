import { keyOf, okToDeleteAnnotation } from '@clusterwright/api';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import { done, requeueAfter, type Outcome, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { BeforeClusterDelete } from '@clusterwright/runtime-sdk';
import type { BeforeClusterDeleteRequest } from '@clusterwright/runtime-sdk';
import { callBlockingHook, waitForExtensions } from '../../shared/blocking-hook.act.ts';
import type { BlockingHookDeps } from '../../shared/blocking-hook.act.ts';
import type { ClusterDeps, ClusterScope } from '../cluster.scope.ts';
import { planBeforeDeleteHook } from './before-delete-hook.plan.ts';

export interface BeforeDeleteHookDeps extends Pick<ClusterDeps, 'client'>, BlockingHookDeps {}

/**
 * Asks all extensions before anything of a Cluster with a topology is deleted, and notes their consent on the Cluster (spec CL-13, TOP-21). Where there are none, nobody has
 * to consent. Errors: those of `HookCaller`; deletion waits as long as one refuses.
 */
export function beforeDeleteHook(deps: BeforeDeleteHookDeps): Phase<ClusterScope> {
  return async (scope, ctx) => {
    const request = planBeforeDeleteHook(scope);
    if (!request) return done;
    const outcome = await ask(deps, request, ctx);
    if (outcome.kind !== 'done') return outcome;
    const { log, signal } = ctx;
    log.info('Unblocking deletion', { reason: 'BeforeClusterDelete hook' });
    const cluster = await deps.client.patch(Clusters, keyOf(scope.cluster), { type: 'merge', body: { metadata: { annotations: { [okToDeleteAnnotation]: '' } } } }, { signal });
    return { outcome: done, observed: { cluster } };
  };
}

/** Done where all have consented. */
async function ask(deps: BeforeDeleteHookDeps, request: BeforeClusterDeleteRequest, ctx: ReconcileContext): Promise<Outcome> {
  const object = keyOf(request.cluster);
  if (!deps.hooks.isReady) return waitForExtensions;
  if ((await deps.hooks.handlersOf(BeforeClusterDelete, object)).length === 0) return done;

  const { step, afterMs, message } = await callBlockingHook(deps, { hook: BeforeClusterDelete, object, request }, ctx);
  if (step === 'done') return done;
  if (step === 'again') ctx.log.info('Blocking deletion', { reason: 'BeforeClusterDelete hook asks to be called again', retryAfterMs: afterMs, message });
  return requeueAfter(afterMs, 'WaitingForBeforeDeleteHook');
}
