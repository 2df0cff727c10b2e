import type { KubeObject } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import type { KubeClient } from '@clusterwright/kube-client';
import { createCachedClient } from './cache/cached-client.ts';
import { Caches } from './cache/caches.ts';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { ControllerDeclaration } from './controller.ts';
import { createEventRecorder } from './events/event-recorder.ts';
import type { Logger } from './log.ts';
import type { Manager, MetricsRegistry, Runnable } from './manager.ts';
import { applyMetrics } from './metrics/apply-metrics.ts';
import { controllerMetrics } from './metrics/controller-metrics.ts';
import { informerMetrics } from './metrics/informer-metrics.ts';
import { createMetricsRegistry } from './metrics/prometheus.ts';
import { RunningController } from './queue/run-controller.ts';
import type { AdmissionWebhook } from './webhook.ts';

export interface ManagerOptions {
  readonly live: KubeClient;
  readonly log: Logger;
  /** Name under which Events are sent and caches are measured. */
  readonly component: string;
  readonly clock?: Clock | undefined;
  readonly metrics?: MetricsRegistry | undefined;
  /** Ends everything the manager runs. */
  readonly signal: AbortSignal;
  readonly namespace?: string | undefined;
  readonly watchFilter?: string | undefined;
  readonly syncPeriodMs?: number | undefined;
}

/** A manager, and what the process that runs it needs. */
export interface RunnableManager extends Manager {
  readonly webhooks: readonly AdmissionWebhook[];
  /**
   * What must hold before requests are sent to this process. Caches are no part of it: to list objects stored in an old version, the API server may need the webhooks
   * of this very process, which it only reaches when the process is ready.
   */
  readonly readyChecks: ReadonlyMap<string, () => true | string>;
  /** Resolves when every declared kind is in the caches; controllers should not start before. */
  synced(): Promise<void>;
  /** Starts what runs on every replica. */
  startAlways(): void;
  /** Runs controllers and leader runnables; resolves when the signal has fired and they ended. Rejects at once where a runnable must not be started again. */
  lead(signal: AbortSignal): Promise<void>;
}

const defaultSyncPeriodMs = 10 * 60_000;
const maxRestartMs = 60_000;

/** A task that fails is started again: an API server that does not answer for a while must not leave half a process. Where its error says that this is pointless, the manager ends with it. */
async function keepRunning(runnable: Runnable, until: AbortSignal, { clock, log }: { clock: Clock; log: Logger }): Promise<void> {
  for (let retryAfterMs = 1000; !until.aborted; retryAfterMs = Math.min(retryAfterMs * 2, maxRestartMs)) {
    try {
      return await runnable(until);
    } catch (error) {
      if (until.aborted) return;
      if (AppError.is(error) && error.retry === 'never') throw error;
      log.error('Failing to run a background task', { err: error, retryAfterMs });
      await clock.sleep(retryAfterMs, until);
    }
  }
}

/** Makes the manager of one process; nothing runs before `startAlways` and `lead`, but declared kinds are watched at once. */
export function createManager(options: ManagerOptions): RunnableManager {
  const clock = options.clock ?? systemClock;
  const metrics = options.metrics ?? createMetricsRegistry();
  const { live, log, signal, namespace } = options;
  const caches = new Caches({ client: live, clock, log, signal, namespace, metrics: informerMetrics(metrics, options.component) });
  const client = createCachedClient(live, caches, applyMetrics(metrics));
  const events = createEventRecorder({ client: live, component: options.component, clock, log });
  const controllers: Pick<RunningController<KubeObject, unknown>, 'synced' | 'start'>[] = [];
  const webhooks: AdmissionWebhook[] = [];
  const always: Runnable[] = [];
  const leading: Runnable[] = [];
  const readyChecks = new Map<string, () => true | string>();

  const run = (runnable: Runnable, until: AbortSignal): Promise<void> => keepRunning(runnable, until, { clock, log });

  return {
    client,
    live,
    log,
    metrics,
    namespace,
    signal,
    webhooks,
    readyChecks,
    now: () => clock.now(),
    cacheKind: (resource, cache) => caches.configure(resource, cache),
    addController<T extends KubeObject, S>(declaration: ControllerDeclaration<T, S>) {
      const { name } = declaration.reconciler;
      const controller = new RunningController(declaration, {
        client,
        caches,
        clock,
        log,
        events,
        metrics: controllerMetrics(metrics, name, declaration.concurrency),
        watchFilter: options.watchFilter,
        syncPeriodMs: options.syncPeriodMs ?? defaultSyncPeriodMs,
      });
      controllers.push(controller);
      return controller;
    },
    addWebhook: (...added) => void webhooks.push(...added),
    addRunnable: (runnable) => void always.push(runnable),
    addLeaderRunnable: (runnable) => void leading.push(runnable),
    addReadyCheck: (name, check) => void readyChecks.set(name, check),
    async synced() {
      await Promise.all(controllers.map((controller) => controller.synced()));
    },
    startAlways() {
      for (const runnable of always) void run(runnable, signal);
    },
    async lead(until) {
      await Promise.all([...controllers.map((controller) => controller.start(until)), ...leading.map((runnable) => run(runnable, until))]);
    },
  };
}
