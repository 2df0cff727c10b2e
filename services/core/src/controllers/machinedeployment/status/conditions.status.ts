import type { Machine, MachineDeploymentConditions } from '@clusterwright/api/core/v1beta2';
import { findCondition } from '@clusterwright/controller-runtime';
import type { Draft } from '@clusterwright/controller-runtime';
import { missingTemplatesText } from '../../machineset/status/machine-messages.status.ts';
import { deletingMachinesText, withStaleMachines } from '../../machineset/status/machine-messages.status.ts';
import { machinesReadyDraft, machinesUpToDateDraft, remediatingDraft } from '../../machineset/status/machines.status.ts';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { MachineDeploymentScope } from '../machinedeployment.scope.ts';
import { rolloutLimits, rolloutStrategy } from '../rollout/limits.plan.ts';
import { sumOf } from './replicas.status.ts';

type ConditionDraft = Draft<MachineDeploymentConditions>;

const waitingForReplicas = { status: 'Unknown', reason: 'WaitingForReplicasSet', message: 'Waiting for spec.replicas set' } as const;

/** All conditions of a MachineDeployment but Paused, as the scope shows them. */
export function conditionDrafts(scope: MachineDeploymentScope, now: Date): readonly ConditionDraft[] {
  const { machines } = scope;
  return [
    availableDraft(scope),
    rollingOutDraft(machines),
    scalingUpDraft(scope),
    scalingDownDraft(scope, now),
    machinesReadyDraft(machines),
    machinesUpToDateDraft(machines, now),
    remediatingDraft(machines, 'MachineDeployment/MachineSet'),
    deletingDraft(scope, now),
  ];
}

function availableDraft({ machineDeployment, machineSets }: MachineDeploymentScope): ConditionDraft {
  const { replicas, rollout } = machineDeployment.spec;
  if (replicas === undefined) return { type: 'Available', ...waitingForReplicas };
  const available = sumOf(machineSets, 'availableReplicas');
  if (available === undefined) {
    return { type: 'Available', status: 'Unknown', reason: 'WaitingForAvailableReplicasSet', message: 'Waiting for status.availableReplicas set' };
  }
  const required = replicas - rolloutLimits(machineDeployment).maxUnavailable;
  if (available >= required) return { type: 'Available', status: 'True', reason: 'Available' };
  if (isDeleting(machineDeployment)) return { type: 'Available', status: 'False', reason: 'NotAvailable', message: 'Deletion in progress' };

  const maxUnavailable = rollout?.strategy?.rollingUpdate?.maxUnavailable ?? 0;
  const limits = rolloutStrategy(machineDeployment) === 'RollingUpdate' ? ` (spec.strategy.rollout.maxUnavailable is ${String(maxUnavailable)}, spec.replicas is ${String(replicas)})` : '';
  return { type: 'Available', status: 'False', reason: 'NotAvailable', message: `${String(available)} available replicas, at least ${String(required)} required${limits}` };
}

function rollingOutDraft(machines: readonly Machine[]): ConditionDraft {
  const outdated = machines.map(({ status }) => findCondition(status?.conditions, 'UpToDate')).filter((condition) => condition?.status === 'False');
  if (outdated.length === 0) return { type: 'RollingOut', status: 'False', reason: 'NotRollingOut' };
  const reasons = new Set(outdated.flatMap((condition) => (condition?.message ? condition.message.split('\n') : [])));
  const lines = [`Rolling out ${String(outdated.length)} not up-to-date replicas`, ...[...reasons].sort(versionFirst)];
  return { type: 'RollingOut', status: 'True', reason: 'RollingOut', message: lines.join('\n') };
}

function versionFirst(a: string, b: string): number {
  const rank = (reason: string): number => (reason.startsWith('* Version') ? 0 : 1);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function scalingUpDraft({ machineDeployment, machineSets, infrastructureTemplate, bootstrapTemplate }: MachineDeploymentScope): ConditionDraft {
  const { replicas, template } = machineDeployment.spec;
  if (replicas === undefined) return { type: 'ScalingUp', ...waitingForReplicas };
  const missing = missingTemplatesText([
    { template: bootstrapTemplate, kind: template.spec.bootstrap.configRef?.kind },
    { template: infrastructureTemplate, kind: template.spec.infrastructureRef.kind },
  ]);
  const desired = isDeleting(machineDeployment) ? 0 : replicas;
  const current = sumOf(machineSets, 'replicas') ?? 0;
  if (current >= desired) {
    const message = missing !== undefined && !isDeleting(machineDeployment) ? `Scaling up would be blocked because ${missing}` : '';
    return { type: 'ScalingUp', status: 'False', reason: 'NotScalingUp', message };
  }
  const blocked = missing === undefined ? '' : ` is blocked because ${missing}`;
  return { type: 'ScalingUp', status: 'True', reason: 'ScalingUp', message: `Scaling up from ${String(current)} to ${String(desired)} replicas${blocked}` };
}

function scalingDownDraft({ machineDeployment, machineSets, machines }: MachineDeploymentScope, now: Date): ConditionDraft {
  const { replicas } = machineDeployment.spec;
  if (replicas === undefined) return { type: 'ScalingDown', ...waitingForReplicas };
  const desired = isDeleting(machineDeployment) ? 0 : replicas;
  const current = sumOf(machineSets, 'replicas') ?? 0;
  if (current <= desired) return { type: 'ScalingDown', status: 'False', reason: 'NotScalingDown' };
  const message = withStaleMachines(`Scaling down from ${String(current)} to ${String(desired)} replicas`, machines, now);
  return { type: 'ScalingDown', status: 'True', reason: 'ScalingDown', message };
}

function deletingDraft({ machineDeployment, machineSets, machines }: MachineDeploymentScope, now: Date): ConditionDraft {
  if (!isDeleting(machineDeployment)) return { type: 'Deleting', status: 'False', reason: 'NotDeleting' };
  return { type: 'Deleting', status: 'True', reason: 'Deleting', message: deletionText(machines, machineSets.length, now) };
}

function deletionText(machines: readonly Machine[], machineSets: number, now: Date): string {
  if (machines.length > 0) return deletingMachinesText(machines, now);
  return machineSets > 0 ? `Deleting ${String(machineSets)} MachineSets` : 'Deletion completed';
}
