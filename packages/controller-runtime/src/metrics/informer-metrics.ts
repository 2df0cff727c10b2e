import type { Resource } from '@clusterwright/api';
import type { MetricsRegistry } from '../manager.ts';

/** What the watch of one kind measures. */
export interface InformerMetrics {
  /** A change is in the store, and everybody who wanted to know has been told. */
  processed(seconds: number): void;
  /** The store holds everything up to this version. */
  reached(resourceVersion: string): void;
}

const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** A version is a whole number of any length; this many digits fit into the number of a metric. */
const shownDigits = 15;

/** client-go's metrics of informers, as upstream serves them (spec 9.5). `name` is the manager's. */
export function informerMetrics(registry: MetricsRegistry, name: string): (resource: Resource) => InformerMetrics {
  const names = ['name', 'group', 'version', 'resource'];
  const queued = registry.gauge('informer_queued_items', 'Number of items currently queued in the FIFO.', names);
  const latency = registry.histogram('informer_processing_latency_seconds', 'Time taken to process events after popping from the queue.', names, buckets);
  const storeVersion = registry.gauge('informer_store_resource_version', 'The 15 least significant digits of the resource version of the store.', names);
  return ({ group, version, plural }) => {
    const labels = { name, group, version, resource: plural };
    // There is no queue between the watch and the store: a change is taken in before the next one is read. The series is there for dashboards that ask for it.
    queued.set(labels, 0);
    storeVersion.set(labels, 0);
    return {
      processed: (seconds) => latency.observe(labels, seconds),
      reached: (resourceVersion) => storeVersion.set(labels, Number(resourceVersion.slice(-shownDigits))),
    };
  };
}
