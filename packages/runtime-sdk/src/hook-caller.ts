import { keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { isEmptySelector, selectorMatches } from '@clusterwright/api/label-selector';
import { toError } from '@clusterwright/api/errors';
import { Namespaces } from '@clusterwright/api/kubernetes';
import type { Client, Logger } from '@clusterwright/controller-runtime';
import { ownNameOf } from './extension-registry.ts';
import type { ExtensionRegistry, RegisteredHandler } from './extension-registry.ts';
import type { HookInvoker } from './hook-invoker.ts';
import type { Hook, HookIdentity, HookResponse } from './hooks.ts';
import { ExtensionCallError, RuntimeExtensionError } from './runtime-extension-error.ts';

/** What a pass gives to a call. */
export interface CallContext {
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Settings of the request itself go before those of the ExtensionConfig (spec RT-03). */
export type WithSettings<Q> = Q & { readonly settings?: Readonly<Record<string, string>> };

/**
 * Calls runtime extensions.
 *
 * Errors: `RuntimeExtensionError` where an extension refuses, where it could not be asked and its failure policy is Fail, and while the registry is not ready.
 */
export interface HookCaller {
  /** Whether it is known which handlers there are. */
  readonly isReady: boolean;
  /** Names of the handlers of a hook that are for objects of a namespace, in the order in which they are called. */
  handlersOf(hook: Pick<HookIdentity, 'group' | 'name'>, object: ObjectKey): Promise<readonly string[]>;
  /** Calls one handler after the other, stops at the first that fails, and makes one answer of all. */
  callAll<Q extends object, R extends HookResponse>(hook: Hook<Q, R>, object: ObjectKey, request: WithSettings<Q>, ctx: CallContext): Promise<R>;
}

export interface HookCallerDeps {
  readonly client: Pick<Client, 'get'>;
  readonly registry: ExtensionRegistry;
  readonly invoke: HookInvoker;
}

const defaultTimeoutSeconds = 10;

export function createHookCaller(deps: HookCallerDeps): HookCaller {
  const { registry } = deps;
  const matching = async (hook: Pick<HookIdentity, 'group' | 'name'>, object: ObjectKey): Promise<RegisteredHandler[]> => {
    const handlers = registry.list(hook);
    const matches = await Promise.all(handlers.map((handler) => matchesNamespace(deps.client, handler, object.namespace)));
    return handlers.filter((_, index) => matches[index]);
  };
  return {
    get isReady() {
      return registry.isReady;
    },
    async handlersOf(hook, object) {
      return (await matching(hook, object)).map(({ name }) => name);
    },
    async callAll(hook, object, request, ctx) {
      const responses = [];
      for (const handler of await matching(hook, object)) responses.push(await callHandler(deps, handler, { hook, object, request, ctx }));
      return hook.aggregate(responses);
    },
  };
}

interface HandlerCall<Q extends object, R extends HookResponse> {
  readonly hook: Hook<Q, R>;
  readonly object: ObjectKey;
  readonly request: WithSettings<Q>;
  readonly ctx: CallContext;
}

async function callHandler<Q extends object, R extends HookResponse>({ invoke }: HookCallerDeps, handler: RegisteredHandler, { hook, object, request, ctx }: HandlerCall<Q, R>): Promise<R> {
  const { log, signal } = ctx;
  const settings = { ...handler.settings, ...request.settings };
  const target = { endpoint: handler.clientConfig, handler: ownNameOf(handler), timeoutMs: (handler.timeoutSeconds || defaultTimeoutSeconds) * 1000, signal };
  log.debug('Calling extension handler', { extensionHandler: handler.name, hook: hook.name, object: keyString(object) });
  const response = await invoke(hook, target, { ...request, ...(Object.keys(settings).length > 0 ? { settings } : {}) }).catch((error: unknown) => {
    // Only what happened on the way can be ignored: an extension that was reached and refuses is obeyed.
    if (handler.failurePolicy !== 'Ignore' || !ExtensionCallError.is(error)) throw failure(handler, toError(error));
    log.info('Ignoring an extension handler that could not be called', { extensionHandler: handler.name, hook: hook.name, reason: 'its failure policy is Ignore', err: error.message });
    return hook.aggregate([]);
  });
  checkStatus(response, 'call extension handler', handler.name);
  return response;
}

function failure({ name }: RegisteredHandler, error: Error): RuntimeExtensionError {
  return new RuntimeExtensionError(`failed to call extension handler "${name}": ${error.message}`, { cause: error });
}

/** Success lets pass. Errors: `RuntimeExtensionError` with the extension's message. */
export function checkStatus({ status, message }: HookResponse, operation: string, name: string): void {
  if (status === 'Success') return;
  const answer = status === 'Failure' ? 'got failure response' : `got unknown response status "${status}"`;
  throw new RuntimeExtensionError(`failed to ${operation} "${name}": ${answer} with message: ${message}`);
}

async function matchesNamespace(client: Pick<Client, 'get'>, { namespaceSelector }: RegisteredHandler, namespace = ''): Promise<boolean> {
  if (isEmptySelector(namespaceSelector)) return true;
  const found = await client.get(Namespaces, { name: namespace });
  if (!found) throw new RuntimeExtensionError(`failed to match namespace: failed to get namespace ${namespace}`);
  return selectorMatches(namespaceSelector, found.metadata.labels);
}
