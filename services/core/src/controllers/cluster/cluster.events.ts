import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { EventSink } from '@clusterwright/controller-runtime';

export function infrastructureReadyEvent(events: EventSink, cluster: Cluster): void {
  events.normal(cluster, 'InfrastructureReady', `Cluster ${cluster.metadata.name} InfrastructureProvisioned is now True`);
}

export function controlPlaneInitializedEvent(events: EventSink, cluster: Cluster): void {
  events.normal(cluster, 'ControlPlaneInitialized', `Cluster ${cluster.metadata.name} ControlPlaneInitialized is now True`);
}

/** The reason is the phase itself. */
export function phaseChangedEvent(events: EventSink, cluster: Cluster, phase: string): void {
  events.normal(cluster, phase, `Cluster ${cluster.metadata.name} is ${phase}`);
}

export function deletedEvent(events: EventSink, cluster: Cluster): void {
  events.normal(cluster, 'Deleted', `Cluster ${cluster.metadata.name} has been deleted`);
}
