import { compare, sum, withIntent } from './replicas.plan.ts';
import type { ScaleIntents, SetReplicas } from './replicas.plan.ts';

/** A MachineSet with what it was told about its MachineDeployment when it was last scaled. */
export interface ScaledSet extends SetReplicas {
  /** Annotation desired-replicas. */
  readonly annotatedReplicas: number | undefined;
  /** Annotation max-replicas. */
  readonly annotatedMaxReplicas: number | undefined;
}

export interface PausedState {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly isRollingUpdate: boolean;
  /** status.replicas of the MachineDeployment, the base of proportions where a set lacks the annotation. */
  readonly currentReplicas: number;
  readonly newSet: ScaledSet | undefined;
  readonly oldSets: readonly ScaledSet[];
}

/**
 * Follows a change of replicas while a rollout is paused: a single active set gets all of it, several share it by size, so that scaling does not carry the
 * rollout on.
 */
export function planPausedScaling(state: PausedState): ScaleIntents {
  const sets = [...state.oldSets, ...(state.newSet ? [state.newSet] : [])];
  const active = sets.filter(({ desired }) => desired > 0);
  const reason = 'scale to follow MachineDeployment spec.replicas while the rollout is paused';

  if (active.length <= 1) {
    const only = active[0] ?? state.newSet ?? newest(state.oldSets);
    return only && only.desired !== state.replicas ? withIntent(new Map(), only.name, { replicas: state.replicas, reason }) : new Map();
  }
  if (isSaturated(state)) {
    return new Map(active.filter(({ name }) => name !== state.newSet?.name).map(({ name }) => [name, { replicas: 0, reason: 'the current MachineSet has all replicas available' }]));
  }
  if (!state.isRollingUpdate) return new Map();
  return new Map([...shareByProportion(state, active)].map(([name, replicas]) => [name, { replicas, reason }]));
}

const newest = (sets: readonly ScaledSet[]): ScaledSet | undefined => [...sets].sort((a, b) => compare(b.createdAt, a.createdAt) || compare(b.name, a.name))[0];

/** The current set runs everything, and knew of it: what is left on others is a leftover, for example of an adoption. */
function isSaturated({ newSet, replicas }: PausedState): boolean {
  return newSet !== undefined && newSet.desired === replicas && newSet.annotatedReplicas === replicas && newSet.available === replicas;
}

function shareByProportion(state: PausedState, active: readonly ScaledSet[]): ReadonlyMap<string, number> {
  const allowed = state.replicas > 0 ? state.replicas + state.maxSurge : 0;
  const toAdd = allowed - sum(active, ({ desired }) => desired);
  if (toAdd === 0) return new Map();

  // Equal sets: growth goes to the newest first, shrinking to the oldest first.
  const largestFirst = [...active].sort((a, b) => b.desired - a.desired || (toAdd > 0 ? compare(b.createdAt, a.createdAt) : compare(a.createdAt, b.createdAt)));
  const sizes = new Map<string, number>();
  let added = 0;
  for (const set of largestFirst) {
    const share = boundedShare(fraction(set, state, allowed), toAdd - added);
    sizes.set(set.name, set.desired + share);
    added += share;
  }
  // What rounding left over goes to the largest, as far as it has it to give.
  let leftover = toAdd - added;
  for (const { name, desired } of largestFirst) {
    const size = sizes.get(name) ?? desired;
    const share = Math.max(leftover, -size);
    sizes.set(name, size + share);
    leftover -= share;
  }
  return sizes;
}

/** Never more than what is left to give, nor in the other direction. */
function boundedShare(share: number, left: number): number {
  if (left === 0) return 0;
  return left > 0 ? Math.min(Math.max(share, 0), left) : Math.max(Math.min(share, 0), left);
}

/** How much a set has to grow or shrink to keep its part of the whole. */
function fraction(set: ScaledSet, { replicas, currentReplicas }: PausedState, allowed: number): number {
  if (replicas === 0) return -set.desired;
  const base = set.annotatedMaxReplicas ?? currentReplicas;
  if (base === 0) return 0;
  return Math.round((set.desired * allowed) / base) - set.desired;
}
