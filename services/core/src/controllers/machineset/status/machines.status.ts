import { pendingHooksAnnotation, updateInProgressAnnotation } from '@clusterwright/api';
import type { Machine, MachineSetConditions } from '@clusterwright/api/core/v1beta2';
import { findCondition } from '@clusterwright/controller-runtime';
import type { Draft } from '@clusterwright/controller-runtime';
import { aggregate } from '@clusterwright/provider-kit/conditions/aggregate';
import { isConditionFalse } from '../../shared/stored-conditions.ts';
import { unhealthyMachinesText } from './machine-messages.status.ts';

type MachinesDraft = Extract<Draft<MachineSetConditions>, { type: 'MachinesReady' | 'MachinesUpToDate' | 'Remediating' }>;

/** How long a new Machine may lack its UpToDate condition before that is worth a mention: its controller needs a moment. */
const upToDateGraceMs = 10_000;

/** Whether an in-place update of the Machine is starting, running or ending. */
export function isUpdateInProgress({ metadata: { annotations = {} } }: Machine): boolean {
  const hooks = annotations[pendingHooksAnnotation]?.split(',') ?? [];
  return annotations[updateInProgressAnnotation] !== undefined || hooks.includes('UpdateMachine');
}

/** A health check failed. */
export const isUnhealthy = (machine: Machine): boolean => isConditionFalse(machine, 'HealthCheckSucceeded');

/** A health check failed, and the owner is to replace the Machine. */
export const isToBeRemediated = (machine: Machine): boolean => isUnhealthy(machine) && isConditionFalse(machine, 'OwnerRemediated');

export function machinesReadyDraft(machines: readonly Machine[]): MachinesDraft {
  if (machines.length === 0) return { type: 'MachinesReady', status: 'True', reason: 'NoReplicas' };
  return aggregate({ target: 'MachinesReady', objects: machines, type: 'Ready', reasons: { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' } });
}

export function machinesUpToDateDraft(machines: readonly Machine[], now: Date): MachinesDraft {
  const reporting = machines.filter((machine) => hasUpToDate(machine) || graceLeftMs(machine, now) <= 0);
  if (reporting.length === 0) return { type: 'MachinesUpToDate', status: 'True', reason: 'NoReplicas' };
  return aggregate({ target: 'MachinesUpToDate', objects: reporting, type: 'UpToDate', reasons: { issue: 'NotUpToDate', unknown: 'UpToDateUnknown', info: 'UpToDate' } });
}

/** When a Machine without UpToDate condition starts to count as unknown, which no event announces; undefined where there is none. */
export function upToDateRecheckMs(machines: readonly Machine[], now: Date): number | undefined {
  const waiting = machines.filter((machine) => !hasUpToDate(machine)).map((machine) => graceLeftMs(machine, now));
  const left = waiting.filter((ms) => ms > 0);
  return left.length > 0 ? Math.min(...left) : undefined;
}

export function remediatingDraft(machines: readonly Machine[], remediator: string): MachinesDraft {
  const remediated = machines.filter(isToBeRemediated);
  if (remediated.length === 0) {
    return { type: 'Remediating', status: 'False', reason: 'NotRemediating', message: unhealthyMachinesText(machines.filter(isUnhealthy), remediator) };
  }
  const { message } = aggregate({ target: 'Remediating', objects: remediated, type: 'OwnerRemediated' });
  return { type: 'Remediating', status: 'True', reason: 'Remediating', message };
}

const hasUpToDate = (machine: Machine): boolean => findCondition(machine.status?.conditions, 'UpToDate') !== undefined;

function graceLeftMs({ metadata }: Machine, now: Date): number {
  return Date.parse(metadata.creationTimestamp ?? now.toISOString()) + upToDateGraceMs - now.getTime() + 1;
}
