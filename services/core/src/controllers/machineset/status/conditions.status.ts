import type { Machine, MachineSetConditions } from '@clusterwright/api/core/v1beta2';
import type { Draft } from '@clusterwright/controller-runtime';
import { isDeleting } from '../../shared/is-deleting.ts';
import { missingTemplatesText } from './machine-messages.status.ts';
import type { MachineSetScope } from '../machineset.scope.ts';
import { deletingMachinesText, withStaleMachines } from './machine-messages.status.ts';
import { machinesReadyDraft, machinesUpToDateDraft, remediatingDraft } from './machines.status.ts';

type ConditionDraft = Draft<MachineSetConditions>;

const waitingForReplicas = { status: 'Unknown', reason: 'WaitingForReplicasSet', message: 'Waiting for spec.replicas set' } as const;

/** All conditions of a MachineSet but Paused, as the scope shows them. */
export function conditionDrafts(scope: MachineSetScope, now: Date): readonly ConditionDraft[] {
  const { machines } = scope;
  return [
    scalingUpDraft(scope),
    scalingDownDraft(scope, now),
    machinesReadyDraft(machines),
    machinesUpToDateDraft(machines, now),
    remediatingDraft(machines, 'MachineSet'),
    deletingDraft(scope, now),
  ];
}

/** Replicas the MachineSet is heading for: none once it is being deleted. */
export function desiredReplicas({ machineSet }: MachineSetScope): number | undefined {
  return isDeleting(machineSet) ? 0 : machineSet.spec.replicas;
}

function scalingUpDraft(scope: MachineSetScope): ConditionDraft {
  const { machineSet, machines, infrastructureTemplate, bootstrapTemplate, preflight } = scope;
  const desired = desiredReplicas(scope);
  if (desired === undefined) return { type: 'ScalingUp', ...waitingForReplicas };
  const { bootstrap, infrastructureRef } = machineSet.spec.template.spec;
  const missing = missingTemplatesText([
    { template: bootstrapTemplate, kind: bootstrap.configRef?.kind },
    { template: infrastructureTemplate, kind: infrastructureRef.kind },
  ]);
  if (machines.length >= desired) {
    const message = missing !== undefined && !isDeleting(machineSet) ? `Scaling up would be blocked because ${missing}` : '';
    return { type: 'ScalingUp', status: 'False', reason: 'NotScalingUp', message };
  }
  const obstacles = [...preflight, ...(missing === undefined ? [] : [missing])];
  const blocked = obstacles.length === 0 ? '' : ` is blocked because:\n${obstacles.map((obstacle) => `* ${obstacle}`).join('\n')}`;
  return { type: 'ScalingUp', status: 'True', reason: 'ScalingUp', message: `Scaling up from ${String(machines.length)} to ${String(desired)} replicas${blocked}` };
}

function scalingDownDraft(scope: MachineSetScope, now: Date): ConditionDraft {
  const { machines } = scope;
  const desired = desiredReplicas(scope);
  if (desired === undefined) return { type: 'ScalingDown', ...waitingForReplicas };
  if (machines.length <= desired) return { type: 'ScalingDown', status: 'False', reason: 'NotScalingDown' };
  const message = withStaleMachines(`Scaling down from ${String(machines.length)} to ${String(desired)} replicas`, machines, now);
  return { type: 'ScalingDown', status: 'True', reason: 'ScalingDown', message };
}

function deletingDraft({ machineSet, machines }: MachineSetScope, now: Date): ConditionDraft {
  if (!isDeleting(machineSet)) return { type: 'Deleting', status: 'False', reason: 'NotDeleting' };
  return { type: 'Deleting', status: 'True', reason: 'Deleting', message: deletionText(machines, now) };
}

const deletionText = (machines: readonly Machine[], now: Date): string => (machines.length > 0 ? deletingMachinesText(machines, now) : 'Deletion completed');
