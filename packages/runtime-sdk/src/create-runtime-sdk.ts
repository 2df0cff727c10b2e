import { systemClock } from '@clusterwright/controller-runtime';
import type { Client, Clock, MetricsRegistry } from '@clusterwright/controller-runtime';
import { createDiscover } from './discovery.ts';
import type { Discover } from './discovery.ts';
import { ExtensionRegistry } from './extension-registry.ts';
import { createHookCaller } from './hook-caller.ts';
import type { HookCaller } from './hook-caller.ts';
import { createHookInvoker } from './hook-invoker.ts';
import { hookMetrics } from './hook-metrics.ts';
import type { HookTransport } from './transport.ts';

/** The parts of the Runtime SDK in one process: who writes the registry, and who calls. */
export interface RuntimeSdk {
  readonly registry: ExtensionRegistry;
  readonly caller: HookCaller;
  readonly discover: Discover;
}

export interface RuntimeSdkOptions {
  readonly client: Pick<Client, 'get'>;
  readonly transport: HookTransport;
  readonly metrics: MetricsRegistry;
  readonly clock?: Clock | undefined;
}

/** Puts the parts together. Nothing is called before somebody asks. */
export function createRuntimeSdk({ client, transport, metrics, clock = systemClock }: RuntimeSdkOptions): RuntimeSdk {
  const registry = new ExtensionRegistry();
  const invoke = createHookInvoker({ transport, metrics: hookMetrics(metrics), clock });
  return { registry, discover: createDiscover(invoke), caller: createHookCaller({ client, registry, invoke }) };
}
