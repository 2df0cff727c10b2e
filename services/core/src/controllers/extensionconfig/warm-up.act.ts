import { keyOf } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import { ExtensionConfigs } from '@clusterwright/api/runtime/v1beta2';
import type { ExtensionConfig } from '@clusterwright/api/runtime/v1beta2';
import { elapsed } from '@clusterwright/controller-runtime/clock';
import type { Client, Clock, ControllerHandle, Logger, Runnable } from '@clusterwright/controller-runtime';
import type { ExtensionRegistry } from '@clusterwright/runtime-sdk';
import { planWarmUp } from './warm-up.plan.ts';

/** Extensions that there were at the start did not answer in time. Ends the process, as upstream's: whatever needs them would wait without anybody noticing. */
export class WarmUpError extends AppError {
  readonly code = 'WarmUp';
  override readonly retry = 'never' as const;
}

export interface WarmUpDeps {
  readonly client: Pick<Client, 'list'>;
  readonly registry: ExtensionRegistry;
  readonly controller: Pick<ControllerHandle, 'enqueue'>;
  readonly isOurs: (extensionConfig: ExtensionConfig) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

const budgetMs = 60_000;
const retryMs = 2000;
const lookMs = 100;

/**
 * Waits until each ExtensionConfig has been discovered once, then opens the registry (spec EXT-03). The controller does the discovering; here it is only told to try again
 * sooner than its backoff would: an extension that starts together with this process is there in a moment.
 */
export function warmUp({ client, registry, controller, isOurs, clock, log }: WarmUpDeps): Runnable {
  return async (signal) => {
    const startedAt = elapsed(clock);
    let nudgedAt = startedAt;
    while (!signal.aborted) {
      const { asStored, pending } = planWarmUp(await client.list(ExtensionConfigs), { isRegistered: (name) => registry.has(name), isOurs });
      for (const extensionConfig of asStored) registry.add(extensionConfig);
      if (pending.length === 0) return opened(registry, log);
      const names = pending.map(({ metadata }) => metadata.name).sort().join(', ');
      if (elapsed(clock) - startedAt >= budgetMs) throw new WarmUpError(`ExtensionConfig registry warmup timed out after ${String(budgetMs / 1000)}s: not discovered: ${names}`);
      if (elapsed(clock) - nudgedAt >= retryMs) {
        nudgedAt = elapsed(clock);
        for (const each of pending) controller.enqueue(keyOf(each));
      }
      await clock.sleep(lookMs, signal);
    }
  };
}

function opened(registry: ExtensionRegistry, log: Logger): void {
  registry.markReady();
  log.info('Calling runtime extensions from now on', { reason: 'all ExtensionConfigs are discovered' });
}
