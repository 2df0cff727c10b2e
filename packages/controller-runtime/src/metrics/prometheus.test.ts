import { createMetricsRegistry } from './prometheus.ts';

test('a series ends when it is removed, whatever its kind', async () => {
  const registry = createMetricsRegistry();
  const gone = { cluster: 'gone' };
  const [counter, gauge, histogram] = [registry.counter('a_total', 'a', ['cluster']), registry.gauge('b', 'b', ['cluster']), registry.histogram('c', 'c', ['cluster'])];
  for (const cluster of ['gone', 'here']) {
    counter.inc({ cluster });
    gauge.set({ cluster }, 1);
    histogram.observe({ cluster }, 1);
  }
  for (const metric of [counter, gauge, histogram]) metric.remove(gone);
  const text = await registry.render();
  expect(text).not.toContain('cluster="gone"');
  for (const line of ['a_total{cluster="here"} 1', 'b{cluster="here"} 1', 'c_count{cluster="here"} 1']) expect(text).toContain(line);
});
