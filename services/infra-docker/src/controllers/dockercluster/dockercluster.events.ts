import type { KubeObject } from '@clusterwright/api';
import type { EventSink } from '@clusterwright/controller-runtime';

/** Everything a cluster of containers tells its users besides conditions. */
export function dockerClusterEvents(events: EventSink, object: KubeObject) {
  return {
    loadBalancerFailed: (problem: string) => events.warning(object, 'LoadBalancerFailed', problem),
  };
}
