import type { MetricsRegistry } from '@clusterwright/controller-runtime';
import type { HookIdentity } from './hooks.ts';

export interface HookMetrics {
  /** A call has ended, with a status code or without. `status` is what the extension answered, if it could be read. */
  called(call: { readonly hook: HookIdentity; readonly host: string; readonly code: string | undefined; readonly status: string | undefined; readonly seconds: number }): void;
}

const durationBuckets = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

/** Upstream's metrics of the Runtime SDK (spec RT-11). */
export function hookMetrics(registry: MetricsRegistry): HookMetrics {
  const total = registry.counter('capi_runtime_sdk_requests_total', 'Number of HTTP requests, partitioned by status code, host, hook and response status.', ['code', 'host', 'group', 'version', 'hook', 'status']);
  const duration = registry.histogram('capi_runtime_sdk_request_duration_seconds', 'Request duration in seconds, broken down by hook and host.', ['host', 'group', 'version', 'hook'], durationBuckets);
  return {
    called({ hook: { group, version, name }, host, code, status, seconds }) {
      const labels = { host, group, version, hook: name };
      total.inc({ ...labels, code: code ?? '<error>', status: status || 'Unknown' });
      duration.observe(labels, seconds);
    },
  };
}
