import { clusterTopologyOwnedLabel, desiredReplicasAnnotation, maxReplicasAnnotation } from '@clusterwright/api';
import type { MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import { findMachineSetRoles } from '../rollout/current-machine-set.plan.ts';
import type { MachineSetRoles } from '../rollout/current-machine-set.plan.ts';
import { rolloutLimits, rolloutStrategy } from '../rollout/limits.plan.ts';
import { machineSetIntent, machineSetName } from '../rollout/machine-set-intent.plan.ts';
import type { MachineSetIntent } from '../rollout/machine-set-intent.plan.ts';
import { planOnDelete } from '../rollout/on-delete.plan.ts';
import { planPausedScaling } from '../rollout/proportional-scaling.plan.ts';
import type { ScaledSet } from '../rollout/proportional-scaling.plan.ts';
import { byCreation, replicasOf, sum } from '../rollout/replicas.plan.ts';
import type { RolloutState, ScaleIntents, SetReplicas } from '../rollout/replicas.plan.ts';
import { keptRevision, planRevision } from '../rollout/revision.plan.ts';
import type { Revision } from '../rollout/revision.plan.ts';
import { planRollingUpdate } from '../rollout/rolling-update.plan.ts';

export interface RolloutInput {
  readonly machineDeployment: MachineDeployment;
  readonly machineSets: readonly MachineSet[];
  readonly templatesExist: boolean;
  readonly now: Date;
  /** Random part of the name of a MachineSet, used where one has to be created. */
  readonly suffix: string;
  /** Whether managed topologies are on. */
  readonly topology?: boolean | undefined;
}

/** One MachineSet as it shall be. */
export interface PlannedMachineSet {
  readonly role: 'current' | 'old';
  /** Undefined where it is to be created. */
  readonly current: MachineSet | undefined;
  readonly intent: MachineSetIntent;
  /** Why replicas change. */
  readonly reason: string | undefined;
}

export type RolloutPlan =
  | { readonly step: 'wait'; readonly reason: 'WaitingForReplicasSet' | 'WaitingForTemplates' }
  | {
      readonly step: 'apply';
      /** The current MachineSet first, so that growth comes before shrinking. */
      readonly machineSets: readonly PlannedMachineSet[];
      /** Undefined while paused without a current MachineSet. */
      readonly revision: string | undefined;
      /** Why a MachineSet is created. */
      readonly createReason: string | undefined;
      /** Old MachineSets that nothing needs any more. */
      readonly obsolete: readonly MachineSet[];
      /** When `spec.rollout.after` starts a rollout that no event announces. */
      readonly recheckAfterMs: number | undefined;
    };

/**
 * Decides what every MachineSet of a MachineDeployment shall look like now: one step of a rollout, a change of scale, or nothing.
 * Pure: the same input gives the same plan.
 */
export function planRollout(input: RolloutInput): RolloutPlan {
  const { machineDeployment, machineSets, templatesExist, now } = input;
  const { replicas, paused = false } = machineDeployment.spec;
  if (replicas === undefined) return { step: 'wait', reason: 'WaitingForReplicasSet' };

  const roles = findMachineSetRoles(machineDeployment, machineSets, now);
  if (!roles.newSet && !paused && !templatesExist) return { step: 'wait', reason: 'WaitingForTemplates' };

  return {
    step: 'apply',
    ...planMachineSets(input, roles),
    createReason: roles.createReason,
    obsolete: paused ? [] : obsoleteSets(replicas, machineSets, roles.oldSets),
    recheckAfterMs: timeUntilRollout(machineDeployment, now),
  };
}

function planMachineSets(input: RolloutInput, { newSet, oldSets }: MachineSetRoles): Pick<RolloutPlan & { step: 'apply' }, 'machineSets' | 'revision'> {
  const { machineDeployment, suffix, now } = input;
  // A paused rollout does not start.
  const hasCurrent = newSet !== undefined || machineDeployment.spec.paused !== true;
  const view = hasCurrent ? viewOf(newSet, machineSetName(machineDeployment.metadata.name, suffix), now) : undefined;
  const intents = planReplicas(machineDeployment, view, oldSets.map(scaledSetOf));
  const old = oldSets.map((set) => plannedOldSet(input, set, intents)).sort((a, b) => byCreation(identityOf(a), identityOf(b)));
  if (!view) return { machineSets: old, revision: undefined };

  const revision = planRevision(newSet, oldSets);
  return { machineSets: [plannedNewSet({ input, current: newSet, view, revision, intents }), ...old], revision: revision.revision };
}

interface NewSetInput {
  readonly input: RolloutInput;
  readonly current: MachineSet | undefined;
  readonly view: SetReplicas;
  readonly revision: Revision;
  readonly intents: ScaleIntents;
}

function plannedNewSet({ input, current, view, revision, intents }: NewSetInput): PlannedMachineSet {
  const intended = intents.get(view.name);
  const intent = machineSetIntent({ ...input, current, replicas: intended?.replicas ?? view.desired, revisionAnnotations: revision.annotations, disableMachineCreate: false, withTopologyFinalizer: isTopologyOwned(input) });
  return { role: 'current', current, intent, reason: intended?.reason };
}

function isTopologyOwned({ topology = false, machineDeployment }: RolloutInput): boolean {
  return topology && machineDeployment.metadata.labels?.[clusterTopologyOwnedLabel] !== undefined;
}

function plannedOldSet(input: RolloutInput, set: MachineSet, intents: ScaleIntents): PlannedMachineSet {
  const intended = intents.get(set.metadata.name);
  const intent = machineSetIntent({
    ...input,
    current: set,
    replicas: intended?.replicas ?? set.spec.replicas ?? 0,
    revisionAnnotations: keptRevision(set),
    // Where users delete Machines, nothing may recreate them from the old template.
    disableMachineCreate: rolloutStrategy(input.machineDeployment) === 'OnDelete',
  });
  return { role: 'old', current: set, intent, reason: intended?.reason };
}

function planReplicas(machineDeployment: MachineDeployment, newSet: ScaledSet | undefined, oldSets: readonly ScaledSet[]): ScaleIntents {
  const { replicas = 0, paused = false } = machineDeployment.spec;
  const limits = rolloutLimits(machineDeployment);
  const isRollingUpdate = rolloutStrategy(machineDeployment) === 'RollingUpdate';
  if (paused || !newSet) {
    return planPausedScaling({ replicas, maxSurge: limits.maxSurge, isRollingUpdate, currentReplicas: machineDeployment.status?.replicas ?? 0, newSet, oldSets });
  }
  const state: RolloutState = { replicas, ...limits, newSet, oldSets };
  return isRollingUpdate ? planRollingUpdate(state) : planOnDelete(state);
}

function viewOf(current: MachineSet | undefined, name: string, now: Date): ScaledSet {
  if (current) return scaledSetOf(current);
  const nothing: SetReplicas = { name, createdAt: now.toISOString(), desired: 0, current: 0, available: 0 };
  return { ...nothing, annotatedReplicas: undefined, annotatedMaxReplicas: undefined };
}

function scaledSetOf(set: MachineSet): ScaledSet {
  const annotated = (key: string): number | undefined => {
    const text = set.metadata.annotations?.[key];
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  };
  return { ...replicasOf(set), annotatedReplicas: annotated(desiredReplicasAnnotation), annotatedMaxReplicas: annotated(maxReplicasAnnotation) };
}

/** Once all replicas are up to date and available, old MachineSets that are empty, and know it, can go. */
function obsoleteSets(replicas: number, machineSets: readonly MachineSet[], oldSets: readonly MachineSet[]): readonly MachineSet[] {
  const counters = ['replicas', 'upToDateReplicas', 'availableReplicas'] as const;
  const isComplete = counters.every((counter) => sum(machineSets, ({ status }) => status?.[counter] ?? 0) === replicas);
  if (!isComplete) return [];
  return oldSets.filter(
    ({ metadata, spec, status }) =>
      metadata.deletionTimestamp === undefined && spec.replicas === 0 && (status?.replicas ?? 0) === 0 && (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0),
  );
}

function timeUntilRollout({ spec }: MachineDeployment, now: Date): number | undefined {
  const remaining = spec.rollout?.after === undefined ? 0 : Date.parse(spec.rollout.after) - now.getTime();
  return remaining > 0 ? remaining : undefined;
}

const identityOf = ({ current, intent }: PlannedMachineSet): { name: string; createdAt: string } => ({ name: intent.metadata.name, createdAt: current?.metadata.creationTimestamp ?? '' });
