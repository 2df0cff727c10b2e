import type { MachineDeployment, MachineDeploymentStatus, MachineSet } from '@clusterwright/api/core/v1beta2';
import { aggregateStatusVersions } from '@clusterwright/provider-kit/cluster/status-versions';

type Counter = 'replicas' | 'readyReplicas' | 'availableReplicas' | 'upToDateReplicas';
export type ReplicaStatus = Pick<MachineDeploymentStatus, Counter | 'versions'>;

/** The sum of one counter over MachineSets; undefined where none reports it yet. */
export function sumOf(machineSets: readonly MachineSet[], counter: Counter): number | undefined {
  const reported = machineSets.map(({ status }) => status?.[counter]).filter((count) => count !== undefined);
  return reported.length === 0 ? undefined : reported.reduce((total, count) => total + count, 0);
}

export function replicaStatus(machineSets: readonly MachineSet[]): ReplicaStatus {
  return {
    replicas: sumOf(machineSets, 'replicas'),
    readyReplicas: sumOf(machineSets, 'readyReplicas'),
    availableReplicas: sumOf(machineSets, 'availableReplicas'),
    upToDateReplicas: sumOf(machineSets, 'upToDateReplicas'),
    versions: aggregateStatusVersions(machineSets.flatMap(({ status }) => status?.versions ?? [])),
  };
}

export function phaseOf({ metadata, spec }: MachineDeployment, current: number): NonNullable<MachineDeploymentStatus['phase']> {
  if (spec.replicas === undefined) return 'Unknown';
  if (metadata.deletionTimestamp !== undefined || spec.replicas < current) return 'ScalingDown';
  return spec.replicas > current ? 'ScalingUp' : 'Running';
}
