import { applyMetrics, asController } from './apply-metrics.ts';
import { controllerMetrics } from './controller-metrics.ts';
import { createMetricsRegistry } from './prometheus.ts';

test('passes are counted by how they ended, in the words of controller-runtime', async () => {
  const registry = createMetricsRegistry();
  const metrics = controllerMetrics(registry, 'machine', 10);
  metrics.finished({ kind: 'success' }, 0.2);
  metrics.finished({ kind: 'gone' }, 0.2);
  metrics.finished({ kind: 'requeueAfter', afterMs: 1, reason: 'r' }, 0.2);
  metrics.finished({ kind: 'conflict', error: new Error('x') }, 0.2);
  metrics.finished({ kind: 'error', error: new Error('x'), retry: true }, 0.2);
  metrics.finished({ kind: 'error', error: new Error('x'), retry: false }, 0.2);
  const text = await registry.render();
  const lines = [
    'controller_runtime_reconcile_total{controller="machine",result="success"} 2',
    'controller_runtime_reconcile_total{controller="machine",result="requeue_after"} 1',
    'controller_runtime_reconcile_total{controller="machine",result="requeue"} 1',
    'controller_runtime_reconcile_total{controller="machine",result="error"} 2',
    'capi_reconcile_total{controller="machine",result="error"} 2',
    'controller_runtime_reconcile_errors_total{controller="machine"} 2',
    'controller_runtime_terminal_reconcile_errors_total{controller="machine"} 1',
    'controller_runtime_max_concurrent_reconciles{controller="machine"} 10',
    'controller_runtime_reconcile_time_seconds_bucket{le="0.2",controller="machine"} 6',
  ];
  for (const line of lines) expect(text).toContain(line);
});

test('what has not happened counts zero from the start', async () => {
  const registry = createMetricsRegistry();
  controllerMetrics(registry, 'machine', 1);
  const text = await registry.render();
  for (const result of ['error', 'requeue_after', 'requeue', 'success']) expect(text).toContain(`controller_runtime_reconcile_total{controller="machine",result="${result}"} 0`);
  expect(text).toContain('workqueue_adds_total{name="machine",controller="machine"} 0');
});

test('passes that run are shown whenever somebody looks', async () => {
  const registry = createMetricsRegistry();
  let working = [1500, 500];
  controllerMetrics(registry, 'machine', 1).showWorking(() => working);
  expect(await registry.render()).toContain('workqueue_unfinished_work_seconds{name="machine",controller="machine"} 2');
  expect(await registry.render()).toContain('workqueue_longest_running_processor_seconds{name="machine",controller="machine"} 1.5');
  working = [];
  expect(await registry.render()).toContain('workqueue_longest_running_processor_seconds{name="machine",controller="machine"} 0');
});

test('applies are counted for the controller whose pass they are in, across awaits', async () => {
  const registry = createMetricsRegistry();
  const count = applyMetrics(registry);
  await asController('machineset', async () => {
    await Promise.resolve();
    count('Machine', true);
    count('Machine', false);
    count('Machine', false);
  });
  const text = await registry.render();
  expect(text).toContain('capi_ssa_cache_misses_total{kind="Machine",controller="machineset"} 1');
  expect(text).toContain('capi_ssa_cache_hits_total{kind="Machine",controller="machineset"} 2');
});
