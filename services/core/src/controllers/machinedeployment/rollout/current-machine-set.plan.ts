import type { MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import { machineTemplateUpToDate } from '../machine-template-diff.ts';
import { byCreation } from './replicas.plan.ts';

/** Which MachineSet carries the template of the MachineDeployment, and which are to be replaced by it. */
export interface MachineSetRoles {
  readonly newSet: MachineSet | undefined;
  readonly oldSets: readonly MachineSet[];
  /** Why no MachineSet is current, for the log. */
  readonly createReason: string | undefined;
}

/**
 * Finds the MachineSet whose template equals the MachineDeployment's in all fields that need new Machines.
 *
 * Guarantees: of several equal sets the one with most replicas is taken, which moves the fewest Machines; where `spec.rollout.after` has passed,
 * only a set created since then counts.
 */
export function findMachineSetRoles(machineDeployment: MachineDeployment, machineSets: readonly MachineSet[], now: Date): MachineSetRoles {
  if (machineSets.length === 0) return { newSet: undefined, oldSets: [], createReason: 'no MachineSets exist for the MachineDeployment' };

  const { template, rollout } = machineDeployment.spec;
  const sorted = [...machineSets].sort(byDecreasingReplicas);
  const compared = sorted.map((set) => ({ set, diff: machineTemplateUpToDate({ current: set.spec.template, desired: template }) }));
  const candidates = compared.filter(({ diff }) => diff.upToDate).map(({ set }) => set);
  const outdated = compared.filter(({ diff }) => !diff.upToDate);
  if (candidates.length === 0) {
    const diffs = outdated.map(({ set, diff }) => `MachineSet ${set.metadata.name} needs rollout: ${diff.logMessages.join(', ')}`).join('; ');
    return { newSet: undefined, oldSets: sorted, createReason: `couldn't find MachineSet matching MachineDeployment spec template: ${diffs}` };
  }

  const after = rollout?.after;
  const isDue = after !== undefined && now.getTime() >= Date.parse(after);
  const newSet = isDue ? candidates.find(({ metadata }) => Date.parse(metadata.creationTimestamp ?? '') >= Date.parse(after)) : candidates[0];
  const oldSets = [...outdated.map(({ set }) => set), ...candidates.filter((set) => set !== newSet)];
  const createReason = newSet ? undefined : `spec.rollout.after on MachineDeployment set to ${after ?? ''}, no MachineSet has been created afterwards`;
  return { newSet, oldSets, createReason };
}

function byDecreasingReplicas(a: MachineSet, b: MachineSet): number {
  return (b.spec.replicas ?? 0) - (a.spec.replicas ?? 0) || byCreation(identity(a), identity(b));
}

const identity = ({ metadata: { name, creationTimestamp = '' } }: MachineSet): { name: string; createdAt: string } => ({ name, createdAt: creationTimestamp });
