import type { PassEnd } from '../driver/reconcile-once.ts';
import type { MetricsRegistry } from '../manager.ts';
import type { WorkQueueMetrics } from '../queue/work-queue.ts';

/** What one controller measures. */
export interface ReconcileMetrics {
  readonly queue: WorkQueueMetrics;
  active(by: 1 | -1): void;
  finished(end: PassEnd, seconds: number): void;
  /** Shows the passes that are running whenever somebody looks. */
  showWorking(workingMs: () => readonly number[]): void;
}

const workqueueBuckets = [1e-8, 1e-7, 1e-6, 9.999999999999999e-6, 9.999999999999999e-5, 0.001, 0.01, 0.1, 1, 10, 100, 1000];

const results = { success: 'success', gone: 'success', requeueAfter: 'requeue_after', conflict: 'requeue', error: 'error' } as const satisfies Record<PassEnd['kind'], string>;

/** controller-runtime's and upstream's metrics of one controller (spec 9.5). */
export function controllerMetrics(registry: MetricsRegistry, controller: string, concurrency: number): ReconcileMetrics {
  const labels = { controller };
  const total = registry.counter('controller_runtime_reconcile_total', 'Total number of reconciliations per controller', ['controller', 'result']);
  const errors = registry.counter('controller_runtime_reconcile_errors_total', 'Total number of reconciliation errors per controller', ['controller']);
  const terminal = registry.counter('controller_runtime_terminal_reconcile_errors_total', 'Total number of terminal reconciliation errors per controller', ['controller']);
  const time = registry.histogram('controller_runtime_reconcile_time_seconds', 'Length of time per reconciliation per controller', ['controller']);
  const capiTotal = registry.counter('capi_reconcile_total', 'Total number of reconciliations per controller', ['controller', 'result']);
  const capiTime = registry.histogram('capi_reconcile_time_seconds', 'Length of time per reconciliation per controller', ['controller']);
  const workers = registry.gauge('controller_runtime_active_workers', 'Number of currently used workers per controller', ['controller']);
  registry.gauge('controller_runtime_max_concurrent_reconciles', 'Maximum number of concurrent reconciles per controller', ['controller']).set(labels, concurrency);
  // As controller-runtime does it: what has not happened yet counts zero, so that rates begin at the first event.
  for (const result of ['error', 'requeue_after', 'requeue', 'success']) for (const counter of [total, capiTotal]) counter.inc({ controller, result }, 0);
  for (const counter of [errors, terminal]) counter.inc(labels, 0);
  let active = 0;
  return {
    queue: workQueueMetrics(registry, controller),
    active(by) {
      active += by;
      workers.set(labels, active);
    },
    finished(end, seconds) {
      const result = results[end.kind];
      total.inc({ controller, result });
      capiTotal.inc({ controller, result });
      time.observe(labels, seconds);
      capiTime.observe(labels, seconds);
      if (end.kind !== 'error') return;
      errors.inc(labels);
      if (!end.retry) terminal.inc(labels);
    },
    showWorking: (workingMs) => showWorking(registry, controller, workingMs),
  };
}

function showWorking(registry: MetricsRegistry, name: string, workingMs: () => readonly number[]): void {
  const labels = { name, controller: name };
  const names = ['name', 'controller'];
  const unfinished = registry.gauge('workqueue_unfinished_work_seconds', 'How many seconds of work has been done that is in progress and has not been observed by work_duration.', names);
  const longest = registry.gauge('workqueue_longest_running_processor_seconds', 'How many seconds has the longest running processor for workqueue been running.', names);
  registry.beforeRender?.(() => {
    const seconds = workingMs().map((ms) => ms / 1000);
    unfinished.set(labels, seconds.reduce((sum, each) => sum + each, 0));
    longest.set(labels, Math.max(0, ...seconds));
  });
}

function workQueueMetrics(registry: MetricsRegistry, name: string): WorkQueueMetrics {
  const labels = { name, controller: name };
  const names = ['name', 'controller'];
  const adds = registry.counter('workqueue_adds_total', 'Total number of adds handled by workqueue', names);
  const depth = registry.gauge('workqueue_depth', 'Current depth of workqueue', names);
  const queued = registry.histogram('workqueue_queue_duration_seconds', 'How long in seconds an item stays in workqueue before being requested', names, workqueueBuckets);
  const worked = registry.histogram('workqueue_work_duration_seconds', 'How long in seconds processing an item from workqueue takes.', names, workqueueBuckets);
  const retries = registry.counter('workqueue_retries_total', 'Total number of retries handled by workqueue', names);
  for (const counter of [adds, retries]) counter.inc(labels, 0);
  depth.set(labels, 0);
  return {
    added: () => adds.inc(labels),
    depth: (value) => depth.set(labels, value),
    waited: (seconds) => queued.observe(labels, seconds),
    worked: (seconds) => worked.observe(labels, seconds),
    retried: () => retries.inc(labels),
  };
}
