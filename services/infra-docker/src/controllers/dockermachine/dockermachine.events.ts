import type { KubeObject } from '@clusterwright/api';
import type { EventSink } from '@clusterwright/controller-runtime';

/** Everything a container machine tells its users besides conditions. */
export function dockerMachineEvents(events: EventSink, object: KubeObject) {
  return {
    containerFailed: (problem: string) => events.warning(object, 'ContainerFailed', problem),
    bootstrapFailed: (problem: string) => events.warning(object, 'BootstrapFailed', problem),
  };
}
