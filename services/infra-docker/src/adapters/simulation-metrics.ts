import type { MetricsRegistry } from '@clusterwright/controller-runtime';
import type { SimulationMetrics } from '../ports/simulated-clusters.ts';

const requestLabels = ['method', 'host', 'path', 'code'] as const;

/** What the simulated API servers and etcd members served, under upstream's names (spec DEV-10). */
export function simulationMetrics(registry: MetricsRegistry): SimulationMetrics {
  const total = registry.counter('inmemory_apiserver_request_total', 'Requests to simulated API servers', [...requestLabels]);
  const duration = registry.histogram('inmemory_apiserver_request_duration_seconds', 'Latency of requests to simulated API servers', ['method', 'host', 'path']);
  const etcd = registry.histogram('inmemory_etcd_request_duration_seconds', 'Latency of requests to simulated etcd members', ['grpc_method', 'cluster_name']);
  return {
    onRequest({ method, host, path, code, durationMs }) {
      total.inc({ method, host, path, code: String(code) });
      duration.observe({ method, host, path }, durationMs / 1000);
    },
    onEtcdRequest: ({ method, clusterKey, durationMs }) => etcd.observe({ grpc_method: method, cluster_name: clusterKey }, durationMs / 1000),
  };
}
