import { createMetricsRegistry } from '@clusterwright/controller-runtime/metrics/prometheus';
import { clusterCacheMetrics } from './cluster-cache-metrics.ts';

const [gone, here] = [{ namespace: 'ns', name: 'gone' }, { namespace: 'ns', name: 'here' }];

test('all series of a cluster end with it, and those of others stay', async () => {
  const registry = createMetricsRegistry();
  const metrics = clusterCacheMetrics(registry);
  for (const cluster of [gone, here]) {
    metrics.connectionUp(cluster, true);
    metrics.probed(cluster, true);
    metrics.probed(cluster, false);
  }
  metrics.forget(gone);
  const lines = (await registry.render()).split('\n').filter((line) => line.startsWith('capi_cluster_cache'));
  expect(lines).toEqual([
    'capi_cluster_cache_healthcheck{cluster_name="here",cluster_namespace="ns"} 0',
    'capi_cluster_cache_healthchecks_total{cluster_name="here",cluster_namespace="ns",status="success"} 1',
    'capi_cluster_cache_healthchecks_total{cluster_name="here",cluster_namespace="ns",status="error"} 1',
    'capi_cluster_cache_connection_up{cluster_name="here",cluster_namespace="ns"} 1',
  ]);
});
