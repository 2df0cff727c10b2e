import { allSets, byCreation, intendedReplicas, sum, totalReplicas, withIntent } from './replicas.plan.ts';
import type { RolloutState, RolloutStep, ScaleIntents } from './replicas.plan.ts';

/**
 * Decides the next step where users delete the Machines to be replaced.
 *
 * Guarantees: never more than the MachineDeployment's replicas; no existing Machine goes unless the MachineDeployment was scaled down.
 */
export function planOnDelete(state: RolloutState): ScaleIntents {
  return onDeleteSteps.reduce<ScaleIntents>((intents, step) => step(state, intents), new Map());
}

const onDeleteSteps: readonly RolloutStep[] = [scaleNewSet, forgetDeletedReplicas, scaleDownExcess];

/** Fills up with new Machines what users have deleted. */
function scaleNewSet(state: RolloutState, intents: ScaleIntents): ScaleIntents {
  const { replicas, newSet } = state;
  if (newSet.desired === replicas) return intents;
  if (newSet.desired > replicas) {
    return withIntent(intents, newSet.name, { replicas, reason: 'scale down to align MachineSet spec.replicas to MachineDeployment spec.replicas' });
  }
  const total = totalReplicas(allSets(state));
  if (total >= replicas) return intents;
  return withIntent(intents, newSet.name, { replicas: newSet.desired + replicas - total, reason: `${String(total)} current Machines < ${String(replicas)} MachineDeployment spec.replicas` });
}

/** Old sets create no Machines any more: a replica without a Machine was deleted by a user, or never came to be. */
function forgetDeletedReplicas({ oldSets }: RolloutState, intents: ScaleIntents): ScaleIntents {
  return oldSets
    .filter(({ desired, current }) => desired > current)
    .reduce((decided, { name, current }) => withIntent(decided, name, { replicas: current, reason: 'scale down to align to existing Machines' }), intents);
}

/** Follows a scale down of the MachineDeployment, on the oldest sets first. */
function scaleDownExcess(state: RolloutState, intents: ScaleIntents): ScaleIntents {
  const { oldSets, newSet, replicas } = state;
  let excess = sum(oldSets, (set) => intendedReplicas(set, intents)) + intendedReplicas(newSet, intents) - replicas;
  let decided = intents;
  for (const set of [...oldSets].sort(byCreation)) {
    const size = intendedReplicas(set, decided);
    const extent = Math.min(size, excess);
    if (extent <= 0) continue;
    excess -= extent;
    decided = withIntent(decided, set.name, { replicas: size - extent, reason: 'scale down to align MachineSet spec.replicas to MachineDeployment spec.replicas' });
  }
  return decided;
}
