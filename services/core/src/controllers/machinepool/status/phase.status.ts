import type { MachinePool, MachinePoolStatus } from '@clusterwright/api/core/v1beta2';
import { isDeleting } from '../../shared/is-deleting.ts';
import { isExternallyScaled } from '../phases/infrastructure.plan.ts';

type Phase = NonNullable<MachinePoolStatus['phase']>;

/** The state of the pool in one word (spec MP-05): the last of the milestones that holds; where none does, what it was before. */
export function machinePoolPhase(machinePool: MachinePool): Phase {
  if (isDeleting(machinePool)) return 'Deleting';
  const { phase = 'Pending', initialization = {}, nodeRefs = [] } = machinePool.status ?? {};
  const scaling = initialization.infrastructureProvisioned ? scalingPhase(machinePool) : undefined;
  if (scaling) return scaling;
  if (nodeRefs.length > 0) return 'Provisioned';
  return isProvisioning(initialization) ? 'Provisioning' : phase;
}

function isProvisioning({ bootstrapDataSecretCreated, infrastructureProvisioned }: NonNullable<MachinePoolStatus['initialization']>): boolean {
  return bootstrapDataSecretCreated === true && infrastructureProvisioned !== true;
}

/** Replicas are compared with ready Nodes; who scales from outside may do so in any direction. */
function scalingPhase(machinePool: MachinePool): Phase | undefined {
  const { replicas } = machinePool.spec;
  const { readyReplicas = 0 } = machinePool.status?.deprecated?.v1beta1 ?? {};
  if (replicas === undefined) return undefined;
  if (replicas === readyReplicas) return 'Running';
  if (isExternallyScaled(machinePool)) return 'Scaling';
  return replicas > readyReplicas ? 'ScalingUp' : 'ScalingDown';
}
