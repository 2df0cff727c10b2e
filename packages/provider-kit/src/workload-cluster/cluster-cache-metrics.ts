import type { ObjectKey } from '@clusterwright/api';
import type { MetricsRegistry } from '@clusterwright/controller-runtime';

/** Metrics of connections, in upstream's names (spec CCACHE-04). */
export interface ClusterCacheMetrics {
  connectionUp(cluster: ObjectKey, up: boolean): void;
  probed(cluster: ObjectKey, healthy: boolean): void;
  /** Ends the series of a cluster that is gone. */
  forget(cluster: ObjectKey): void;
}

export function clusterCacheMetrics(registry: MetricsRegistry): ClusterCacheMetrics {
  const labels = ['cluster_name', 'cluster_namespace'];
  const healthcheck = registry.gauge('capi_cluster_cache_healthcheck', 'Result of the last clustercache healthcheck for a cluster.', labels);
  const healthchecks = registry.counter('capi_cluster_cache_healthchecks_total', 'Results of all clustercache healthchecks.', [...labels, 'status']);
  const connectionUp = registry.gauge('capi_cluster_cache_connection_up', 'Whether the connection to the cluster is up.', labels);
  const labelsOf = ({ namespace, name }: ObjectKey) => ({ cluster_name: name, cluster_namespace: namespace ?? '' });
  return {
    connectionUp: (cluster, up) => connectionUp.set(labelsOf(cluster), up ? 1 : 0),
    probed(cluster, healthy) {
      healthcheck.set(labelsOf(cluster), healthy ? 1 : 0);
      healthchecks.inc({ ...labelsOf(cluster), status: healthy ? 'success' : 'error' });
    },
    forget(cluster) {
      healthcheck.remove(labelsOf(cluster));
      connectionUp.remove(labelsOf(cluster));
      for (const status of ['success', 'error']) healthchecks.remove({ ...labelsOf(cluster), status });
    },
  };
}
