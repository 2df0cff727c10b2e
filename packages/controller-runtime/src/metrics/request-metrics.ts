import type { FinishedRequest } from '@clusterwright/kube-client';
import type { MetricsRegistry } from '../manager.ts';

/** client-go's request counter, for the requests of one client. */
export function requestMetrics(registry: MetricsRegistry): (request: FinishedRequest) => void {
  const total = registry.counter('rest_client_requests_total', 'Number of HTTP requests, partitioned by status code, method, and host.', ['code', 'host', 'method']);
  return ({ code, host, method }) => total.inc({ code, host, method });
}
