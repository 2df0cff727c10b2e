import { pendingHooksAnnotation, updateInProgressAnnotation } from '@clusterwright/api';
import type { Machine, MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import type { ConditionDraft } from '@clusterwright/controller-runtime';
import { machineTemplateUpToDate } from '../../machinedeployment/machine-template-diff.ts';
import type { MachineScope } from '../machine.scope.ts';
import { draft } from './condition-draft.status.ts';

/** An in-place update runs from its mark until its hook is done, in whichever order the two come and go. */
export function isUpdateInProgress({ metadata }: Pick<Machine, 'metadata'>): boolean {
  const hooks = metadata.annotations?.[pendingHooksAnnotation]?.split(',') ?? [];
  return metadata.annotations?.[updateInProgressAnnotation] !== undefined || hooks.includes('UpdateMachine');
}

/** Updating: whether the Machine is changed in place. */
export function updating({ machine, inPlaceUpdate }: Pick<MachineScope, 'machine' | 'inPlaceUpdate'>): ConditionDraft {
  if (!isUpdateInProgress(machine)) return draft('Updating', 'False', 'NotUpdating');
  return draft('Updating', 'True', inPlaceUpdate?.reason ?? 'InPlaceUpdating', inPlaceUpdate?.message ?? 'In-place update in progress');
}

/**
 * UpToDate of Machines of a MachineDeployment (spec MA-13); undefined for all others, whose owners know better.
 *
 * Compares the MachineSet's template with the MachineDeployment's, and not the Machine itself: that is what decides about rollouts.
 */
export function upToDate({ machine, machineSet, machineDeployment, inPlaceUpdate }: Pick<MachineScope, 'machine' | 'machineSet' | 'machineDeployment' | 'inPlaceUpdate'>, now: Date): ConditionDraft | undefined {
  if (!machineSet || !machineDeployment) return undefined;
  const { conditionMessages } = machineTemplateUpToDate({ current: machineSet.spec.template, desired: machineDeployment.spec.template });
  const differences = [...conditionMessages, ...(isRolloutDue(machineSet, machineDeployment, now) ? ['MachineDeployment spec.rolloutAfter expired'] : [])];
  if (differences.length > 0) return draft('UpToDate', 'False', 'NotUpToDate', bullets(differences));

  const pending = pendingUpdate({ machine, inPlaceUpdate });
  return pending === undefined ? draft('UpToDate', 'True', 'UpToDate') : draft('UpToDate', 'False', 'Updating', bullets([pending]));
}

/** Why a Machine of the right template is not there yet. */
function pendingUpdate({ machine, inPlaceUpdate }: Pick<MachineScope, 'machine' | 'inPlaceUpdate'>): string | undefined {
  const current = updating({ machine, inPlaceUpdate });
  if (current.status === 'True') return current.message || 'In-place update in progress';
  const kubeletVersion = machine.status?.nodeInfo?.kubeletVersion;
  if (!kubeletVersion || kubeletVersion === machine.spec.version) return undefined;
  return `Node.status.nodeInfo.kubeletVersion ${kubeletVersion}, ${machine.spec.version ?? ''} required`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `* ${line}`).join('\n');
}

function isRolloutDue(machineSet: MachineSet, { spec }: MachineDeployment, now: Date): boolean {
  const after = spec.rollout?.after && new Date(spec.rollout.after).getTime();
  if (!after || !machineSet.metadata.creationTimestamp) return false;
  return after < now.getTime() && new Date(machineSet.metadata.creationTimestamp).getTime() < after;
}
