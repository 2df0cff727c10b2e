import type { DevMachine } from '@clusterwright/api/infrastructure/v1beta2';
import type { EventSink } from '@clusterwright/controller-runtime';

/** Everything a DevMachine tells its users besides conditions. */
export function devMachineEvents(events: EventSink, devMachine: DevMachine) {
  return {
    startFailed: (component: 'etcd member' | 'API server', error: Error) => events.warning(devMachine, 'FailedStart', `Failed to start the simulated ${component}: ${error.message}`),
  };
}
