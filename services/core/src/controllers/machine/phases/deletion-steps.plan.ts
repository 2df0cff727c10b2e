import {
  excludeNodeDrainingAnnotation,
  excludeWaitForNodeVolumeDetachAnnotation,
  preDrainDeleteHookAnnotationPrefix,
  preTerminateDeleteHookAnnotationPrefix,
} from '@clusterwright/api';
import type { Machine, MachineDeletionStatus } from '@clusterwright/api/core/v1beta2';
import { rfc3339 } from '@clusterwright/controller-runtime/rfc3339';
import { infraMachineProviderID, isControlPlaneExternallyManaged } from '@clusterwright/contract';
import { isTimeUp } from '../../shared/deletion-timeouts.plan.ts';
import { isDeleting } from '../../shared/is-deleting.ts';
import { withStatus } from '../../shared/learned.plan.ts';
import type { MachineScope, ObservedObject } from '../machine.scope.ts';
import { observeNode } from './node.plan.ts';

export type NodeDeletionPlan =
  | { readonly step: 'delete'; readonly nodeName: string }
  | { readonly step: 'skip'; readonly cause: string }
  /** The control plane could not be read: whether the Node may go is not known. */
  | { readonly step: 'fail'; readonly error: Error };

/** Whether the Node is drained and deleted together with its Machine (spec MA-18): not where the whole cluster goes, and not where nobody is left to ask. */
export function planNodeDeletion(scope: MachineScope): NodeDeletionPlan {
  if (isDeleting(scope.cluster)) return { step: 'skip', cause: 'cluster is being deleted' };
  const nodeName = nodeNameOf(scope);
  if (nodeName === undefined) return { step: 'skip', cause: 'noderef is nil' };

  const { controlPlane, activeMachines = 0 } = scope.peers ?? { controlPlane: { kind: 'unset' } };
  if (controlPlane.kind === 'failed') return { step: 'fail', error: controlPlane.error };
  if (controlPlane.kind === 'found') {
    if (isDeleting(controlPlane.object)) return { step: 'skip', cause: 'control plane is being deleted' };
    if (isControlPlaneExternallyManaged(controlPlane.object)) return { step: 'delete', nodeName };
  }
  return activeMachines > 0 ? { step: 'delete', nodeName } : { step: 'skip', cause: 'no control plane members' };
}

/** The Node's name as known, or found through the InfraMachine where the Machine never learned it. */
function nodeNameOf({ machine, infraMachine, connection }: MachineScope): string | undefined {
  const known = machine.status?.nodeRef?.name;
  if (known !== undefined) return known;
  const providerID = machine.spec.providerID ?? (infraMachine.kind === 'found' ? infraMachineProviderID(infraMachine.object) : undefined);
  const observed = observeNode(connection, providerID);
  return observed.kind === 'found' ? observed.node.metadata.name : undefined;
}

export const preDrainHooks = (machine: Machine): string[] => hooks(machine, preDrainDeleteHookAnnotationPrefix);
export const preTerminateHooks = (machine: Machine): string[] => hooks(machine, preTerminateDeleteHookAnnotationPrefix);

function hooks({ metadata }: Machine, prefix: string): string[] {
  return Object.keys(metadata.annotations ?? {})
    .filter((key) => key.startsWith(prefix))
    .sort();
}

type StartTime = keyof MachineDeletionStatus;

/** The Machine with the time at which a step first began; a time already there stays. */
export function withStarted(machine: Machine, step: StartTime, now: Date): Machine {
  if (machine.status?.deletion?.[step] !== undefined) return machine;
  return withStatus(machine, { deletion: { ...machine.status?.deletion, [step]: rfc3339(now) } });
}

interface SkippableStep {
  readonly excludedBy: string;
  readonly start: StartTime;
  readonly timeout: 'nodeDrainTimeoutSeconds' | 'nodeVolumeDetachTimeoutSeconds';
}

const drainStep: SkippableStep = { excludedBy: excludeNodeDrainingAnnotation, start: 'nodeDrainStartTime', timeout: 'nodeDrainTimeoutSeconds' };
const volumeStep: SkippableStep = { excludedBy: excludeWaitForNodeVolumeDetachAnnotation, start: 'waitForNodeVolumeDetachStartTime', timeout: 'nodeVolumeDetachTimeoutSeconds' };

export const isDrainDue = (scope: Pick<MachineScope, 'machine' | 'infraMachine'>, now: Date): boolean => isStepDue(scope, drainStep, now);
export const isVolumeDetachDue = (scope: Pick<MachineScope, 'machine' | 'infraMachine'>, now: Date): boolean => isStepDue(scope, volumeStep, now);

/** A step on the Node is done unless a user excludes it, its time is up, or the deletion is past it already. Errors: see `hasInstance`. */
function isStepDue({ machine, infraMachine }: Pick<MachineScope, 'machine' | 'infraMachine'>, { excludedBy, start, timeout }: SkippableStep, now: Date): boolean {
  const { annotations } = machine.metadata;
  const { deletion } = machine.status ?? {};
  if (annotations?.[excludedBy] !== undefined) return false;
  if (deletion?.waitForPreTerminateHookStartTime !== undefined) return false;
  return hasInstance(infraMachine) && !isTimeUp(deletion?.[start], machine.spec.deletion?.[timeout], now);
}

/** Errors: the one that reading the InfraMachine met. A step that is skipped because of it would be skipped for good where a pre-terminate hook follows. */
function hasInstance(infraMachine: ObservedObject): boolean {
  if (infraMachine.kind === 'failed') throw infraMachine.error;
  return infraMachine.kind === 'found' && !isDeleting(infraMachine.object);
}
