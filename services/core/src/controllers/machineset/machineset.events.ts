import type { MachineSet } from '@clusterwright/api/core/v1beta2';
import type { EventSink } from '@clusterwright/controller-runtime';

/** Everything a MachineSet tells its users; reasons and messages are part of the API. */
export function machineSetEvents(events: EventSink, machineSet: MachineSet) {
  return {
    created: (name: string) => events.normal(machineSet, 'SuccessfulCreate', `Created Machine ${JSON.stringify(name)}`),
    createFailed: (error: Error) => events.warning(machineSet, 'FailedCreate', `Failed to create Machine: ${error.message}`),
    deleted: (name: string) => events.normal(machineSet, 'SuccessfulDelete', `Deleted Machine ${JSON.stringify(name)}`),
    adopted: (name: string) => events.normal(machineSet, 'SuccessfulAdopt', `Adopted Machine ${JSON.stringify(name)}`),
    adoptFailed: (name: string, error: Error) => events.warning(machineSet, 'FailedAdopt', `Failed to adopt Machine ${JSON.stringify(name)}: ${error.message}`),
  };
}
