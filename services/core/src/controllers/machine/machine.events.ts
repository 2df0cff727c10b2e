import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { EventSink } from '@clusterwright/controller-runtime';

export function nodeRefSet(events: EventSink, machine: Machine, nodeName: string): void {
  events.normal(machine, 'SuccessfulSetNodeRef', nodeName);
}

export function interruptibleLabelSet(events: EventSink, machine: Machine, nodeName: string): void {
  events.normal(machine, 'SuccessfulSetInterruptibleNodeLabel', nodeName);
}

export function failedToGetNode(events: EventSink, machine: Machine, error: Error): void {
  events.warning(machine, 'Failed to retrieve Node by ProviderID', error.message);
}

export function nodeDrained(events: EventSink, machine: Machine, nodeName: string): void {
  events.normal(machine, 'SuccessfulDrainNode', `success draining Machine's node "${nodeName}"`);
}

export function failedToDrainNode(events: EventSink, machine: Machine, nodeName: string, error: Error): void {
  events.warning(machine, 'FailedDrainNode', `error draining Machine's node "${nodeName}": ${error.message}`);
}

export function volumesDetached(events: EventSink, machine: Machine, nodeName: string): void {
  events.normal(machine, 'NodeVolumesDetached', `success waiting for node volumes detaching Machine's node "${nodeName}"`);
}

export function failedToWaitForVolumes(events: EventSink, machine: Machine, nodeName: string, error: Error): void {
  events.warning(machine, 'FailedWaitForVolumeDetach', `error waiting for node volumes detaching, Machine's node "${nodeName}": ${error.message}`);
}

export function failedToDeleteNode(events: EventSink, machine: Machine, error: Error): void {
  events.warning(machine, 'FailedDeleteNode', `error deleting Machine's Node: ${error.message}`);
}
