import type { MachineSet } from '@clusterwright/api/core/v1beta2';

/** What the planners see of one MachineSet. */
export interface SetReplicas {
  readonly name: string;
  readonly createdAt: string;
  /** spec.replicas */
  readonly desired: number;
  /** status.replicas: Machines that exist, deleting ones included. */
  readonly current: number;
  readonly available: number;
}

/** A new number of replicas for one MachineSet, and why. */
export interface ScaleIntent {
  readonly replicas: number;
  readonly reason: string;
}

/** Decisions by name of MachineSet. A set without an intent keeps its replicas. */
export type ScaleIntents = ReadonlyMap<string, ScaleIntent>;

/** One moment of a rollout: the MachineSet of the current template, and all others. */
export interface RolloutState {
  /** spec.replicas of the MachineDeployment. */
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly newSet: SetReplicas;
  readonly oldSets: readonly SetReplicas[];
}

/** A step looks at the state and at what earlier steps decided, and returns all decisions so far. */
export type RolloutStep = (state: RolloutState, intents: ScaleIntents) => ScaleIntents;

export function replicasOf({ metadata, spec, status }: MachineSet): SetReplicas {
  return {
    name: metadata.name,
    createdAt: metadata.creationTimestamp ?? '',
    desired: spec.replicas ?? 0,
    current: status?.replicas ?? 0,
    available: status?.availableReplicas ?? 0,
  };
}

export function withIntent(intents: ScaleIntents, name: string, intent: ScaleIntent): ScaleIntents {
  return new Map(intents).set(name, intent);
}

/** The replicas a set will have once the decisions are written. */
export function intendedReplicas({ name, desired }: SetReplicas, intents: ScaleIntents): number {
  return intents.get(name)?.replicas ?? desired;
}

export function allSets({ newSet, oldSets }: RolloutState): readonly SetReplicas[] {
  return [...oldSets, newSet];
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** Counts a Machine that is yet to be created and one that is not yet gone: the most that can exist at a time. */
export function totalReplicas(sets: readonly SetReplicas[]): number {
  return sum(sets, ({ desired, current }) => Math.max(desired, current));
}

/** Oldest first; names decide between sets of the same second. */
export function byCreation(a: { createdAt: string; name: string }, b: { createdAt: string; name: string }): number {
  return compare(a.createdAt, b.createdAt) || compare(a.name, b.name);
}

export function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
