import type { DevCluster } from '@clusterwright/api/infrastructure/v1beta2';
import type { EventSink } from '@clusterwright/controller-runtime';

/** Everything a DevCluster tells its users besides conditions. */
export function devClusterEvents(events: EventSink, devCluster: DevCluster) {
  return {
    portUnavailable: (error: Error) => events.warning(devCluster, 'PortUnavailable', `Failed to open the endpoint: ${error.message}`),
  };
}
