import type { Cluster, FailureDomain } from '@clusterwright/api/core/v1beta2';
import { pickFewest, pickMost } from '@clusterwright/provider-kit/cluster/failure-domains';
import type { RandomInteger } from '@clusterwright/provider-kit/cluster/names';
import { isDeleting, oldest, type ControlPlaneMachine } from './control-plane-machine.plan.ts';

/** Failure domains that may host control plane Machines. */
export function controlPlaneFailureDomains({ status }: Cluster): readonly FailureDomain[] {
  return (status?.failureDomains ?? []).filter(({ controlPlane }) => controlPlane === true);
}

export interface PlacementInput {
  readonly failureDomains: readonly FailureDomain[];
  readonly machines: readonly ControlPlaneMachine[];
  readonly random?: RandomInteger | undefined;
}

/** Where the next Machine goes: to the domain with the fewest Machines that will stay, so that they are spread well once a rollout is over. */
export function failureDomainForScaleUp({ failureDomains, machines, random }: PlacementInput): string | undefined {
  const staying = machines.filter(({ machine, upToDate }) => upToDate.isUpToDate && !isDeleting(machine));
  return pickFewest({ failureDomains, machines: machines.map(specOf), priorityMachines: staying.map(specOf), random });
}

/**
 * The domain to take a Machine from: first one that the cluster no longer has, then the one with most Machines of which one at least is eligible.
 * `undefined` stands for Machines without domain.
 */
function failureDomainForScaleDown({ failureDomains, machines, random }: PlacementInput, eligible: readonly ControlPlaneMachine[]): string | undefined {
  const known = new Set(failureDomains.map(({ name }) => name));
  const outside = oldest(eligible.filter(({ machine }) => !known.has(machine.spec.failureDomain ?? '')));
  if (outside) return outside.machine.spec.failureDomain;
  return pickMost({ failureDomains, machines: machines.map(specOf), priorityMachines: eligible.map(specOf), random });
}

/** The oldest eligible Machine in the most crowded failure domain. */
export function machineInMostCrowdedDomain(input: PlacementInput, eligible: readonly ControlPlaneMachine[]): ControlPlaneMachine | undefined {
  const domain = failureDomainForScaleDown(input, eligible) ?? '';
  return oldest(eligible.filter(({ machine }) => (machine.spec.failureDomain ?? '') === domain));
}

const specOf = ({ machine: { spec } }: ControlPlaneMachine): { readonly spec: { readonly failureDomain?: string | undefined } } => ({ spec });
