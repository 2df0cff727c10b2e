import type { MachineDeployment } from '@clusterwright/api/core/v1beta2';
import type { EventSink } from '@clusterwright/controller-runtime';

/** Everything a MachineDeployment tells its users; reasons and messages are part of the API. */
export function machineDeploymentEvents(events: EventSink, machineDeployment: MachineDeployment) {
  const inNamespace = (name: string): string => `${machineDeployment.metadata.namespace ?? ''}/${name}`;
  return {
    created: (name: string, replicas: number) => events.normal(machineDeployment, 'SuccessfulCreate', `Created MachineSet ${inNamespace(name)} with ${String(replicas)} replicas`),
    createFailed: (name: string, error: Error) => events.warning(machineDeployment, 'FailedCreate', `Failed to create MachineSet ${inNamespace(name)}: ${error.message}`),
    updateFailed: (name: string, error: Error) => events.warning(machineDeployment, 'FailedUpdate', `Failed to update MachineSet ${inNamespace(name)}: ${error.message}`),
    scaled: (name: string, from: number, to: number) =>
      events.normal(machineDeployment, 'SuccessfulScale', `Scaled ${to > from ? 'up' : 'down'} MachineSet ${name}: ${String(from)} -> ${String(to)}`),
    deleted: (name: string) => events.normal(machineDeployment, 'SuccessfulDelete', `Deleted MachineSet ${JSON.stringify(name)}`),
    deleteFailed: (name: string, error: Error) => events.warning(machineDeployment, 'FailedDelete', `Failed to delete MachineSet ${JSON.stringify(name)}: ${error.message}`),
    adopted: (name: string) => events.normal(machineDeployment, 'SuccessfulAdopt', `Adopted MachineSet ${JSON.stringify(name)}`),
    adoptFailed: (name: string, error: Error) => events.warning(machineDeployment, 'FailedAdopt', `Failed to adopt MachineSet ${JSON.stringify(name)}: ${error.message}`),
  };
}
