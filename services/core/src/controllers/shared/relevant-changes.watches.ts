import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';

/** A Cluster matters to its Machines and MachinePools when it appears, when a milestone is reached, and when it is paused or goes on. */
export function clusterMatters(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  if (!next) return false;
  if (!previous) return true;
  return stateOf(next) !== stateOf(previous);
}

function stateOf({ metadata, spec, status }: Cluster): string {
  const initialized = status?.conditions?.find(({ type }) => type === 'ControlPlaneInitialized')?.status;
  return [spec.paused === true, status?.initialization?.infrastructureProvisioned === true, initialized, metadata.deletionTimestamp !== undefined].join();
}

/** A heartbeat changes nothing that a Machine or MachinePool shows. */
export function nodeMatters(next: Node | undefined, previous: Node | undefined): boolean {
  if (!next || !previous) return true;
  return JSON.stringify(visibleState(next)) !== JSON.stringify(visibleState(previous));
}

function visibleState({ metadata, spec, status }: Node): unknown {
  const conditions = status?.conditions?.map(({ type, status: state, message }) => [type, state, message]);
  return [metadata.labels, metadata.annotations, metadata.deletionTimestamp, spec?.providerID, spec?.taints, status?.nodeInfo, conditions];
}
