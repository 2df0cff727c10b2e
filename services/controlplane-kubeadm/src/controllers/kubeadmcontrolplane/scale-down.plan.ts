import { deleteMachineAnnotation } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { hasUnhealthyComponents, type ControlPlaneMachine } from './control-plane-machine.plan.ts';
import { machineInMostCrowdedDomain, type PlacementInput } from './failure-domain.plan.ts';

export interface ScaleDownInput extends PlacementInput {
  readonly controlPlane: KubeadmControlPlane;
  /** Machines that a rollout replaces; empty where replicas go down. */
  readonly outdated: readonly ControlPlaneMachine[];
}

/**
 * The Machine to delete next (KCP-12): the user's wish first, outdated Machines before others, broken ones before healthy ones;
 * of those the oldest in the most crowded failure domain.
 */
export function selectMachineForScaleDown(input: ScaleDownInput): ControlPlaneMachine | undefined {
  return machineInMostCrowdedDomain(input, eligibleMachines(input));
}

function eligibleMachines({ controlPlane, machines, outdated }: ScaleDownInput): readonly ControlPlaneMachine[] {
  const candidates = [
    outdated.filter(isMarkedForDeletion),
    machines.filter(isMarkedForDeletion),
    outdated.filter(({ machine }) => hasUnhealthyComponents(controlPlane, machine)),
    outdated,
  ];
  return candidates.find((group) => group.length > 0) ?? machines;
}

const isMarkedForDeletion = ({ machine }: ControlPlaneMachine): boolean => machine.metadata.annotations?.[deleteMachineAnnotation] !== undefined;
