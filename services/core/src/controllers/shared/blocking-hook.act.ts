import type { ObjectKey } from '@clusterwright/api';
import { requeueAfter, type Outcome, type ReconcileContext } from '@clusterwright/controller-runtime';
import type { Hook, HookCaller, HookResponseCache, RetryResponse, WithSettings } from '@clusterwright/runtime-sdk';

export interface BlockingHookDeps {
  readonly hooks: HookCaller;
  readonly responses: HookResponseCache;
}

export interface BlockingHookCall<Q extends object> {
  readonly hook: Hook<Q, RetryResponse>;
  readonly object: ObjectKey;
  readonly request: WithSettings<Q>;
}

/** `wait`: an extension asked, some time ago, to be left alone until then. `again`: it was called now, and asks for time. */
export interface HookProgress {
  readonly step: 'done' | 'again' | 'wait';
  readonly afterMs: number;
  readonly message: string;
}

/** Nothing can be called before the extensions are discovered; nothing wakes an object when they are. */
export const waitForExtensions: Outcome = requeueAfter(1000, 'WaitingForRuntimeExtensions');

/** Calls all extensions of a hook that holds its object back, unless one asked to be left alone for now (spec RT-09). Errors: those of `HookCaller`. */
export async function callBlockingHook<Q extends object>({ hooks, responses }: BlockingHookDeps, { hook, object, request }: BlockingHookCall<Q>, ctx: ReconcileContext): Promise<HookProgress> {
  const pending = responses.pending(hook, object, ctx.now());
  if (pending) return { step: 'wait', ...pending };
  const response = await hooks.callAll(hook, object, request, ctx);
  const { message } = response;
  if (response.retryAfterSeconds <= 0) return { step: 'done', afterMs: 0, message };
  return { step: 'again', afterMs: responses.remember(hook, object, response, ctx.now()), message };
}
