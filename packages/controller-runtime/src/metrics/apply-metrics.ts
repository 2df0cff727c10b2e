import { AsyncLocalStorage } from 'node:async_hooks';
import type { MetricsRegistry } from '../manager.ts';

const controllers = new AsyncLocalStorage<string>();

/** Runs a pass so that what it applies is counted for its controller. */
export function asController<R>(name: string, pass: () => R): R {
  return controllers.run(name, pass);
}

/** Told of every server-side apply: whether it was sent. */
export type ApplyMetrics = (kind: string, sent: boolean) => void;

/** Upstream's counters of server-side applies that were not needed (hits) and that were sent (misses). */
export function applyMetrics(registry: MetricsRegistry): ApplyMetrics {
  const hits = registry.counter('capi_ssa_cache_hits_total', 'Total number of ssa cache hits.', ['kind', 'controller']);
  const misses = registry.counter('capi_ssa_cache_misses_total', 'Total number of ssa cache misses.', ['kind', 'controller']);
  return (kind, sent) => (sent ? misses : hits).inc({ kind, controller: controllers.getStore() ?? '' });
}
