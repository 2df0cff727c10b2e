import { dns1123LabelProblem } from '@clusterwright/api/kubernetes-names';
import type { ExtensionConfig, ExtensionHandler } from '@clusterwright/api/runtime/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { registeredName } from './extension-registry.ts';
import { checkStatus } from './hook-caller.ts';
import type { HookInvoker } from './hook-invoker.ts';
import { Discovery, isKnownHook } from './hooks.ts';
import type { DiscoveredHandler } from './hooks.ts';
import { RuntimeExtensionError } from './runtime-extension-error.ts';

const discoveryTimeoutMs = 10_000;
const defaultTimeoutSeconds = 10;
const maxTimeoutSeconds = 30;

/** Asks an extension which handlers it has (spec EXT-01). Errors: `RuntimeExtensionError` that says what is wrong with the extension or its answer. */
export type Discover = (extensionConfig: ExtensionConfig, signal: AbortSignal) => Promise<ExtensionHandler[]>;

export function createDiscover(invoke: HookInvoker): Discover {
  return async (extensionConfig, signal) => {
    const { name } = extensionConfig.metadata;
    const failed = (why: string, cause?: unknown): RuntimeExtensionError => new RuntimeExtensionError(`failed to discover extension "${name}": ${why}`, { cause });
    const response = await invoke(Discovery, { endpoint: extensionConfig.spec.clientConfig, timeoutMs: discoveryTimeoutMs, signal }, {}).catch((error: unknown) => {
      throw failed(toError(error).message, error);
    });
    checkStatus(response, 'discover extension', name);
    const problems = handlerProblems(response.handlers);
    if (problems.length > 0) throw failed(`failed to validate discovery response: ${problems.length > 1 ? `[${problems.join(', ')}]` : problems[0]}`);
    return response.handlers.map((handler) => handlerOf(handler, extensionConfig));
  };
}

/** What an extension says of its handlers, as it is kept in the status: defaults filled in, 0 left out. */
function handlerOf({ name, requestHook, timeoutSeconds = defaultTimeoutSeconds, failurePolicy }: DiscoveredHandler, extensionConfig: ExtensionConfig): ExtensionHandler {
  return {
    name: registeredName(name, extensionConfig),
    requestHook: { ...requestHook },
    ...(timeoutSeconds > 0 ? { timeoutSeconds } : {}),
    failurePolicy: failurePolicy === 'Ignore' ? 'Ignore' : 'Fail',
  };
}

function handlerProblems(handlers: readonly DiscoveredHandler[]): string[] {
  const seen = new Set<string>();
  return handlers.flatMap((handler) => {
    const isDuplicate = seen.has(handler.name);
    seen.add(handler.name);
    return [...(isDuplicate ? [`duplicate name for handler ${handler.name} found`] : []), ...problemsOf(handler)];
  });
}

function problemsOf({ name, timeoutSeconds = defaultTimeoutSeconds, failurePolicy = 'Fail', requestHook: { apiVersion, hook } }: DiscoveredHandler): string[] {
  const nameProblem = dns1123LabelProblem(name);
  return [
    ...(nameProblem ? [`handler name ${name} is not valid: [${nameProblem}]`] : []),
    ...(timeoutSeconds < 0 || timeoutSeconds > maxTimeoutSeconds ? [`handler ${name} timeoutSeconds ${String(timeoutSeconds)} must be between 0 and ${String(maxTimeoutSeconds)}`] : []),
    ...(failurePolicy !== 'Fail' && failurePolicy !== 'Ignore' ? [`handler ${name} failurePolicy ${failurePolicy} must equal "Ignore" or "Fail"`] : []),
    ...(isKnownHook(apiVersion, hook) ? [] : [`handler ${name} requestHook ${apiVersion}/${hook} is not in the Runtime SDK catalog`]),
  ];
}
