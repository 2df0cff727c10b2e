import { allSets, byCreation, intendedReplicas, sum, totalReplicas, withIntent } from './replicas.plan.ts';
import type { RolloutState, RolloutStep, ScaleIntents, SetReplicas } from './replicas.plan.ts';

/**
 * Decides the next step of a rolling update.
 *
 * Guarantees: never more than replicas + maxSurge Machines; no step takes availability below replicas - maxUnavailable, except the deadlock breaker,
 * by one Machine, and a scale down of the MachineDeployment itself.
 */
export function planRollingUpdate(state: RolloutState): ScaleIntents {
  return rollingUpdateSteps.reduce<ScaleIntents>((intents, step) => step(state, intents), new Map());
}

/** Order matters: scaling down counts what scaling up decided, and only when neither moved anything there can be a deadlock. */
const rollingUpdateSteps: readonly RolloutStep[] = [scaleNewSet, scaleDownOldSets, breakDeadlock];

/** Grows the new set as far as replicas + maxSurge allow; shrinks it at once where it has more than the MachineDeployment wants. */
export function scaleNewSet(state: RolloutState, intents: ScaleIntents): ScaleIntents {
  const { replicas, maxSurge, newSet } = state;
  if (newSet.desired === replicas) return intents;
  if (newSet.desired > replicas) {
    return withIntent(intents, newSet.name, { replicas, reason: 'scale down to align MachineSet spec.replicas to MachineDeployment spec.replicas' });
  }
  const room = replicas + maxSurge - totalReplicas(allSets(state));
  if (room <= 0) return intents;
  const reason = `${String(totalReplicas(allSets(state)))} current Machines < ${String(replicas)} MachineDeployment spec.replicas + ${String(maxSurge)} maxSurge`;
  return withIntent(intents, newSet.name, { replicas: newSet.desired + Math.min(room, replicas - newSet.desired), reason });
}

interface Budget {
  readonly intents: ScaleIntents;
  /** Replicas that may still be taken away in this step. */
  readonly scaleDown: number;
  /** Machines that stay available even if every deletion decided so far hits an available one. */
  readonly available: number;
}

/** Shrinks old sets, oldest first: unavailable replicas of all of them, then the rest, as far as availability allows. */
export function scaleDownOldSets(state: RolloutState, intents: ScaleIntents): ScaleIntents {
  const sets = allSets(state);
  if (sum(state.oldSets, ({ desired }) => desired) === 0) return intents;

  const minAvailable = Math.max(state.replicas - state.maxUnavailable, 0);
  const pending = (set: SetReplicas): number => Math.max(set.current - Math.min(set.desired, intendedReplicas(set, intents)), 0);
  // New Machines that do not become available slow the rollout down, so that a bad template cannot take all Machines with it.
  const newUnavailable = Math.max(state.newSet.desired - state.newSet.available, 0);

  const oldestFirst = [...state.oldSets].sort(byCreation);
  const start: Budget = {
    intents,
    scaleDown: sum(sets, ({ desired }) => desired) - sum(sets, pending) - minAvailable - newUnavailable,
    available: sum(sets, (set) => Math.max(set.available - pending(set), 0)),
  };
  const afterUnavailable = oldestFirst.reduce((budget, set) => shrink(set, budget, minAvailable, (replicas) => Math.max(replicas - set.available, 0)), start);
  return oldestFirst.reduce((budget, set) => shrink(set, budget, minAvailable, (replicas) => replicas), afterUnavailable).intents;
}

/** Takes as much as is wanted of a set, as is left of the budget, and as is safe. */
function shrink(set: SetReplicas, budget: Budget, minAvailable: number, wanted: (replicas: number) => number): Budget {
  const replicas = intendedReplicas(set, budget.intents);
  const extent = Math.min(wanted(replicas), budget.scaleDown);
  if (extent <= 0) return budget;

  // Machines that are already bound to go were counted before; replicas without a Machine cost nothing.
  const existing = Math.min(set.current, replicas);
  // The MachineSet picks the victims: each one counts as available, unless none of the set is.
  const safe = set.available > 0 ? existing - Math.max(budget.available - minAvailable, 0) : 0;
  const target = Math.max(replicas - extent, safe);
  if (target >= replicas) return budget;

  const lost = Math.min(set.available, Math.max(existing - target, 0));
  const reason =
    lost === 0
      ? 'scale down to align to existing Machines or by removing unavailable replicas'
      : `${String(budget.available)} available replicas > ${String(minAvailable)} minimum available replicas`;
  return {
    intents: withIntent(budget.intents, set.name, { replicas: target, reason }),
    scaleDown: budget.scaleDown - (replicas - target),
    available: budget.available - lost,
  };
}

/**
 * Takes one replica from an old set where nothing else moves: unavailable Machines on old sets block the rollout, nobody remediates them, and caution kept
 * the other steps from deleting them. The Machine that goes is most likely one of those.
 */
export function breakDeadlock(state: RolloutState, intents: ScaleIntents): ScaleIntents {
  const { newSet, oldSets } = state;
  const current = sum(oldSets, (set) => set.current);
  const isBlocked = current > 0 && current !== sum(oldSets, (set) => set.available);
  const isScaling = intents.size > 0 || allSets(state).some((set) => set.desired !== set.current);
  // Only available new Machines can make up for the one to go.
  if (!isBlocked || isScaling || newSet.available !== newSet.current) return intents;

  const victim = [...oldSets].sort(byCreation).find((set) => set.available !== set.current && set.desired > 0);
  if (!victim) return intents;
  return withIntent(intents, victim.name, { replicas: victim.desired - 1, reason: 'scaling down by 1 to unblock rollout stuck due to unavailable Machine on an old MachineSet' });
}
