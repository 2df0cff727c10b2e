import { keyOf, okToDeleteAnnotation } from '@clusterwright/api';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import { done, requeueAfter, type Outcome, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { BeforeClusterDelete } from '@clusterwright/runtime-sdk';
import type { BeforeClusterDeleteRequest, HookCaller, HookResponseCache } from '@clusterwright/runtime-sdk';
import type { ClusterDeps, ClusterScope } from '../cluster.scope.ts';
import { planBeforeDeleteHook } from './before-delete-hook.plan.ts';

export interface BeforeDeleteHookDeps extends Pick<ClusterDeps, 'client'> {
  readonly hooks: HookCaller;
  readonly responses: HookResponseCache;
}

/** Nothing can be called before the extensions are discovered; nothing wakes a Cluster when they are. */
const registryRetryMs = 1000;

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
async function ask({ hooks, responses }: BeforeDeleteHookDeps, request: BeforeClusterDeleteRequest, ctx: ReconcileContext): Promise<Outcome> {
  const key = keyOf(request.cluster);
  if (!hooks.isReady) return requeueAfter(registryRetryMs, 'WaitingForRuntimeExtensions');
  if ((await hooks.handlersOf(BeforeClusterDelete, key)).length === 0) return done;
  const pending = responses.pending(BeforeClusterDelete, key, ctx.now());
  if (pending) return requeueAfter(pending.afterMs, 'WaitingForBeforeDeleteHook');

  const response = await hooks.callAll(BeforeClusterDelete, key, request, ctx);
  if (response.retryAfterSeconds <= 0) return done;
  const afterMs = responses.remember(BeforeClusterDelete, key, response, ctx.now());
  ctx.log.info('Blocking deletion', { reason: 'BeforeClusterDelete hook asks to be called again', retryAfterMs: afterMs, message: response.message });
  return requeueAfter(afterMs, 'WaitingForBeforeDeleteHook');
}
