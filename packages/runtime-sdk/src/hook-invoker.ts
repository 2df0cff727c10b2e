import type { ClientConfig } from '@clusterwright/api/runtime/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { elapsed } from '@clusterwright/controller-runtime/clock';
import type { Clock } from '@clusterwright/controller-runtime';
import { handlerAddress } from './extension-address.ts';
import type { HookMetrics } from './hook-metrics.ts';
import type { Hook, HookResponse } from './hooks.ts';
import { ExtensionCallError } from './runtime-extension-error.ts';
import type { HookTransport } from './transport.ts';

/** Where and for how long a handler is called. */
export interface InvocationTarget {
  readonly endpoint: ClientConfig;
  readonly handler?: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Makes one call of one handler, reads its answer and measures both. Errors: `ExtensionCallError`; `RuntimeExtensionError` for addresses that cannot be called. */
export type HookInvoker = <Q extends object, R extends HookResponse>(hook: Hook<Q, R>, target: InvocationTarget, request: Q) => Promise<R>;

export interface InvokerDeps {
  readonly transport: HookTransport;
  readonly metrics: HookMetrics;
  readonly clock: Clock;
}

export function createHookInvoker({ transport, metrics, clock }: InvokerDeps): HookInvoker {
  return async <Q extends object, R extends HookResponse>(hook: Hook<Q, R>, { endpoint, handler, timeoutMs, signal }: InvocationTarget, request: Q): Promise<R> => {
    const { host } = handlerAddress(endpoint, hook, handler);
    const startedAt = elapsed(clock);
    const measure = (code: string | undefined, status?: string): void => metrics.called({ hook, host, code, status, seconds: (elapsed(clock) - startedAt) / 1000 });
    const message = { apiVersion: `${hook.group}/${hook.version}`, kind: `${hook.name}Request`, ...request };
    let code: string | undefined;
    try {
      const answer = await transport.call({ endpoint, hook, handler, request: message }, { timeoutMs, signal });
      code = answer.code;
      const response = hook.decode(answer.body);
      measure(code, response.status);
      return response;
    } catch (error) {
      measure(code ?? (ExtensionCallError.is(error) ? error.answer : undefined));
      if (!ExtensionCallError.is(error)) throw error;
      throw new ExtensionCallError(`http call failed: ${toError(error).message}`, { cause: error, answer: error.answer });
    }
  };
}
