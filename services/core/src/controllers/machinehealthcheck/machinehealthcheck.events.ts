import type { Machine, MachineHealthCheck } from '@clusterwright/api/core/v1beta2';
import { keyString } from '@clusterwright/api';
import type { EventSink } from '@clusterwright/controller-runtime';

/** Everything a MachineHealthCheck tells its users; reasons and messages are part of the API. */
export function machineHealthCheckEvents(events: EventSink) {
  return {
    remediationRestricted: (machineHealthCheck: MachineHealthCheck, message: string) => events.warning(machineHealthCheck, 'RemediationRestricted', message),
    markedUnhealthy: (machine: Machine, machineHealthCheck: MachineHealthCheck) =>
      events.normal(machine, 'MachineMarkedUnhealthy', `Machine ${keyString(machine.metadata)} has been marked as unhealthy by ${keyString(machineHealthCheck.metadata)}`),
  };
}
