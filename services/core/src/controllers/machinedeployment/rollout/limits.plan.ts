import type { MachineDeployment } from '@clusterwright/api/core/v1beta2';
import { scaledValue } from '../../shared/scaled-value.ts';

/** How far a MachineDeployment may go above and below its replicas while it replaces Machines. */
export interface RolloutLimits {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** As admission defaults them. */
const defaultLimits = { maxSurge: 1, maxUnavailable: 0 } as const;

export type RolloutStrategy = 'RollingUpdate' | 'OnDelete';

/** The strategy of a MachineDeployment; RollingUpdate where none is set, as admission defaults it. */
export function rolloutStrategy({ spec }: MachineDeployment): RolloutStrategy {
  return spec.rollout?.strategy?.type ?? 'RollingUpdate';
}

/**
 * The limits of a rollout in Machines. Both are zero for OnDelete.
 *
 * Guarantees: with RollingUpdate at least one of them is above zero, else no rollout could ever take a step: percentages may round down to nothing.
 */
export function rolloutLimits(machineDeployment: MachineDeployment): RolloutLimits {
  if (rolloutStrategy(machineDeployment) === 'OnDelete') return { maxSurge: 0, maxUnavailable: 0 };

  const replicas = machineDeployment.spec.replicas ?? 0;
  const { maxSurge, maxUnavailable } = { ...defaultLimits, ...machineDeployment.spec.rollout?.strategy?.rollingUpdate };
  const surge = scaledValue(maxSurge, replicas, 'up') ?? 0;
  const unavailable = scaledValue(maxUnavailable, replicas, 'down') ?? 0;
  const atLeastOne = surge === 0 && unavailable === 0 ? 1 : unavailable;
  return { maxSurge: surge, maxUnavailable: Math.min(atLeastOne, replicas) };
}
