import type { MetricLabels, MetricsRegistry } from '@clusterwright/controller-runtime';
import type { ApiRequestRecord, SimulationMetrics } from '../ports/simulated-clusters.ts';

/** As in kube-apiserver's own `apiserver_request_total`, and then some that tell simulated clusters and their clients apart. */
const apiServerLabels = ['verb', 'dry_run', 'group', 'version', 'resource', 'subresource', 'scope', 'component'] as const;
const clusterLabels = ['method', 'host', 'path', 'cluster_name', 'user_agent'] as const;
const buckets = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

/** What the simulated API servers and etcd members served, under upstream's names (spec DEV-10); a cluster's series end with it. */
export function simulationMetrics(registry: MetricsRegistry): SimulationMetrics {
  const total = registry.counter('inmemory_apiserver_request_total', 'Requests to simulated API servers', [...apiServerLabels, 'code', ...clusterLabels]);
  const duration = registry.histogram('inmemory_apiserver_request_duration_seconds', 'Latency of requests to simulated API servers', [...apiServerLabels, ...clusterLabels], buckets);
  const etcd = registry.histogram('inmemory_etcd_request_duration_seconds', 'Latency of requests to simulated etcd members', ['grpc_method', 'cluster_name'], buckets);
  const [totals, durations, etcds] = [new SeriesByCluster(total), new SeriesByCluster(duration), new SeriesByCluster(etcd)];
  return {
    onRequest(record) {
      const { clusterKey, code, durationMs } = record;
      const labels = labelsOf(record);
      total.inc(totals.note(clusterKey, { ...labels, code: String(code) }));
      duration.observe(durations.note(clusterKey, labels), durationMs / 1000);
    },
    onEtcdRequest: ({ method, clusterKey, durationMs }) => etcd.observe(etcds.note(clusterKey, { grpc_method: method, cluster_name: clusterKey }), durationMs / 1000),
    forget(clusterKey) {
      for (const series of [totals, durations, etcds]) series.end(clusterKey);
    },
  };
}

function labelsOf({ clusterKey, verb, dryRun, group, version, resource, subresource, scope, method, host, path, userAgent }: ApiRequestRecord): Record<string, string> {
  return { verb, dry_run: dryRun, group, version, resource, subresource, scope, component: 'apiserver', method, host, path, cluster_name: clusterKey, user_agent: userAgent };
}

/** Which series of a metric are of which cluster: a metric cannot be asked. */
class SeriesByCluster {
  readonly #metric: { remove(labels: MetricLabels): void };
  readonly #series = new Map<string, Map<string, MetricLabels>>();

  constructor(metric: { remove(labels: MetricLabels): void }) {
    this.#metric = metric;
  }

  note(clusterKey: string, labels: MetricLabels): MetricLabels {
    const series = this.#series.get(clusterKey) ?? new Map<string, MetricLabels>();
    this.#series.set(clusterKey, series);
    const key = Object.values(labels).join('\n');
    if (!series.has(key)) series.set(key, labels);
    return labels;
  }

  end(clusterKey: string): void {
    for (const labels of this.#series.get(clusterKey)?.values() ?? []) this.#metric.remove(labels);
    this.#series.delete(clusterKey);
  }
}
