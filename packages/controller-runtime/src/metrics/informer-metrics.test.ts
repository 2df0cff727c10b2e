import { informerMetrics } from './informer-metrics.ts';
import { createMetricsRegistry } from './prometheus.ts';

const resource = { group: 'cluster.x-k8s.io', version: 'v1beta2', kind: 'Machine', plural: 'machines', namespaced: true };
const labels = 'name="capi",group="cluster.x-k8s.io",version="v1beta2",resource="machines"';

test('a watched kind has its series from the start', async () => {
  const registry = createMetricsRegistry();
  informerMetrics(registry, 'capi')(resource);
  const text = await registry.render();
  for (const line of [`informer_queued_items{${labels}} 0`, `informer_store_resource_version{${labels}} 0`]) expect(text).toContain(line);
});

test('what was processed is timed, and the version shows its last fifteen digits', async () => {
  const registry = createMetricsRegistry();
  const metrics = informerMetrics(registry, 'capi')(resource);
  metrics.processed(0.004);
  metrics.reached('42');
  expect(await registry.render()).toContain(`informer_store_resource_version{${labels}} 42`);
  metrics.reached('9000123456789012345');
  const text = await registry.render();
  expect(text).toContain(`informer_store_resource_version{${labels}} 123456789012345`);
  expect(text).toContain(`informer_processing_latency_seconds_bucket{le="0.005",${labels}} 1`);
});
