import type { RandomInteger } from '@clusterwright/provider-kit/cluster/names';
import { isDeleting, type ControlPlaneMachine } from './control-plane-machine.plan.ts';
import { controlPlaneFailureDomains, failureDomainForScaleUp } from './failure-domain.plan.ts';
import { planPreflight, type Preflight, type PreflightInput } from './preflight.plan.ts';
import { selectMachineForScaleDown } from './scale-down.plan.ts';

export interface ControlPlanePlanInput extends PreflightInput {
  readonly random?: RandomInteger | undefined;
}

/** Why Machines come and go. */
export type ChangeReason = 'init' | 'scale up' | 'scale down' | 'rollout';

/** The next change of the control plane: one Machine at most. */
export type ControlPlanePlan =
  | { readonly step: 'steady' }
  | { readonly step: 'create'; readonly mode: 'init' | 'join'; readonly failureDomain: string | undefined; readonly reason: ChangeReason }
  | { readonly step: 'delete'; readonly machine: ControlPlaneMachine; readonly reason: ChangeReason }
  | { readonly step: 'blocked'; readonly preflight: Extract<Preflight, { step: 'blocked' }>; readonly reason: ChangeReason };

/** Machines to replace. Deleting ones are left out: their replacements follow once they are gone. */
export function machinesNeedingRollout(machines: readonly ControlPlaneMachine[]): readonly ControlPlaneMachine[] {
  return machines.filter(({ machine, upToDate }) => !upToDate.isUpToDate && !isDeleting(machine));
}

/**
 * Decides what happens to the Machines next. A rollout goes first: it surges where it may, and else makes room by deleting an outdated Machine;
 * without one the number of Machines is brought to the replicas asked for. Pure, but for ties between failure domains.
 */
export function planControlPlane(input: ControlPlanePlanInput): ControlPlanePlan {
  const { controlPlane, machines } = input;
  const desired = controlPlane.spec.replicas ?? 1;
  const outdated = machinesNeedingRollout(machines);
  if (outdated.length > 0) {
    return machines.length < desired + maxSurge(input) ? scaleUp(input, 'rollout') : scaleDown(input, outdated, 'rollout');
  }
  if (machines.length === 0 && desired > 0) return { step: 'create', mode: 'init', failureDomain: nextFailureDomain(input), reason: 'init' };
  if (machines.length < desired) return scaleUp(input, 'scale up');
  if (machines.length > desired) return scaleDown(input, [], 'scale down');
  return { step: 'steady' };
}

function scaleUp(input: ControlPlanePlanInput, reason: ChangeReason): ControlPlanePlan {
  const preflight = planPreflight(input, { isScaleUp: true });
  if (preflight.step === 'blocked') return { step: 'blocked', preflight, reason };
  return { step: 'create', mode: 'join', failureDomain: nextFailureDomain(input), reason };
}

function scaleDown(input: ControlPlanePlanInput, outdated: readonly ControlPlaneMachine[], reason: ChangeReason): ControlPlanePlan {
  const { controlPlane, cluster, machines, random } = input;
  const machine = selectMachineForScaleDown({ controlPlane, failureDomains: controlPlaneFailureDomains(cluster), machines, outdated, random });
  // The Machine to go may be broken: that must not keep it.
  const preflight = planPreflight(input, { isScaleUp: false, exclude: machine?.machine.metadata.name });
  if (preflight.step === 'blocked') return { step: 'blocked', preflight, reason };
  return machine ? { step: 'delete', machine, reason } : { step: 'steady' };
}

function nextFailureDomain({ cluster, machines, random }: ControlPlanePlanInput): string | undefined {
  return failureDomainForScaleUp({ failureDomains: controlPlaneFailureDomains(cluster), machines, random });
}

/** Defaulting and validation leave 0 or 1, as a number or as text. */
function maxSurge({ controlPlane }: ControlPlanePlanInput): number {
  return Number(controlPlane.spec.rollout?.strategy?.rollingUpdate?.maxSurge ?? 1);
}
