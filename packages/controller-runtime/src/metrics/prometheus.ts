import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { MetricsRegistry } from '../manager.ts';

/** controller-runtime's histogram buckets, so that its dashboards fit. */
const reconcileBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60];

/** Metrics of one process in Prometheus' text form, Node.js' own included. A name is registered once; asking again gives the same metric. */
export function createMetricsRegistry(): MetricsRegistry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const known = new Map<string, unknown>();
  const collectors: (() => void)[] = [];
  const once = <M>(name: string, make: () => M): M => {
    if (!known.has(name)) known.set(name, make());
    return known.get(name) as M;
  };
  return {
    counter(name, help, labelNames) {
      const counter = once(name, () => new Counter({ name, help, labelNames: [...labelNames], registers: [registry] }));
      return { inc: (labels, by = 1) => counter.inc(labels, by), remove: (labels) => counter.remove(labels) };
    },
    gauge(name, help, labelNames) {
      const gauge = once(name, () => new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] }));
      return { set: (labels, value) => gauge.set(labels, value), remove: (labels) => gauge.remove(labels) };
    },
    histogram(name, help, labelNames, buckets = reconcileBuckets) {
      const histogram = once(name, () => new Histogram({ name, help, labelNames: [...labelNames], buckets: [...buckets], registers: [registry] }));
      return { observe: (labels, value) => histogram.observe(labels, value), remove: (labels) => histogram.remove(labels) };
    },
    beforeRender: (collect) => void collectors.push(collect),
    render() {
      for (const collect of collectors) collect();
      return registry.metrics();
    },
  };
}
