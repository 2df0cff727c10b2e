import type { Condition } from '@clusterwright/api';
import type { ProbeState } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';

export interface GraceInput {
  /** The ControlPlaneInitialized condition of the Cluster. */
  readonly initialized: Condition | undefined;
  readonly probe: ProbeState;
  readonly gracePeriodMs: number;
  readonly now: Date;
}

/**
 * Time until the last known state of a Node counts as unknown: the grace period starts at the last successful probe, or when the control plane was initialized
 * if that was later. Negative once it is over; undefined while there is nothing to lose.
 */
export function graceEndsInMs({ initialized, probe, gracePeriodMs, now }: GraceInput): number | undefined {
  if (initialized?.status !== 'True') return undefined;
  const since = Math.max(probe.lastSuccessTime?.getTime() ?? 0, new Date(initialized.lastTransitionTime).getTime());
  return since + gracePeriodMs - now.getTime();
}
