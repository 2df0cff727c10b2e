/** Conditions about Machines and what makes them. Pure. */
import { machinePoolNameLabel } from '@clusterwright/api';
import type { ConditionTypeOf } from '@clusterwright/api/condition-map';
import type { ClusterConditions, Machine } from '@clusterwright/api/core/v1beta2';
import { findCondition, type ConditionDraft } from '@clusterwright/controller-runtime';
import { aggregate } from '@clusterwright/provider-kit/conditions/aggregate';
import type { ClusterScope } from '../cluster.scope.ts';
import { draft, unreadable } from './conditions.status.ts';
import { listNames } from './names.status.ts';

/** A new Machine counts for UpToDate only once somebody has said, or this long after it was made: no flicker at every scale up. */
const upToDateGraceMs = 10_000;

/** Machines of pools say nothing about readiness or versions yet. */
export const isNotPoolMachine = ({ metadata }: Machine): boolean => metadata.labels?.[machinePoolNameLabel] === undefined;

export function workersAvailable({ descendants }: ClusterScope): ConditionDraft {
  if (descendants.kind === 'unreadable') return unreadable('WorkersAvailable');
  // MachinePools do not report Available yet.
  if (descendants.machineDeployments.length === 0) return draft('WorkersAvailable', 'True', 'NoWorkers');
  const reasons = { issue: 'NotAvailable', unknown: 'AvailableUnknown', info: 'Available' } as const;
  return aggregate({ target: 'WorkersAvailable', objects: descendants.machineDeployments, type: 'Available', reasons });
}

const readyReasons = { issue: 'NotReady', unknown: 'ReadyUnknown', info: 'Ready' } as const;
const upToDateReasons = { issue: 'NotUpToDate', unknown: 'UpToDateUnknown', info: 'UpToDate' } as const;

/** Ready and UpToDate, of control plane and of workers. */
export function machinesConditions({ descendants }: ClusterScope, now: Date): ConditionDraft[] {
  if (descendants.kind === 'unreadable') {
    return [unreadable('ControlPlaneMachinesReady'), unreadable('WorkerMachinesReady'), unreadable('ControlPlaneMachinesUpToDate'), unreadable('WorkerMachinesUpToDate')];
  }
  const workers = descendants.workerMachines.filter(isNotPoolMachine);
  const isSettled = (machine: Machine): boolean => findCondition(machine.status?.conditions, 'UpToDate') !== undefined || ageMs(machine, now) > upToDateGraceMs;
  return [
    machinesCondition('ControlPlaneMachinesReady', descendants.controlPlaneMachines, 'Ready', readyReasons),
    machinesCondition('WorkerMachinesReady', workers, 'Ready', readyReasons),
    machinesCondition('ControlPlaneMachinesUpToDate', descendants.controlPlaneMachines.filter(isSettled), 'UpToDate', upToDateReasons),
    machinesCondition('WorkerMachinesUpToDate', workers.filter(isSettled), 'UpToDate', upToDateReasons),
  ];
}

function ageMs({ metadata }: Machine, now: Date): number {
  return now.getTime() - Date.parse(metadata.creationTimestamp ?? now.toISOString());
}

function machinesCondition(target: ConditionTypeOf<ClusterConditions>, machines: readonly Machine[], type: string, reasons: typeof readyReasons | typeof upToDateReasons): ConditionDraft {
  if (machines.length === 0) return { type: target, status: 'True', reason: 'NoReplicas', message: '' };
  return aggregate<string>({ target, objects: machines, type, reasons });
}

const isFalse = (machine: Machine, type: string): boolean => findCondition(machine.status?.conditions, type)?.status === 'False';

/** Remediating: Machines that their owner is about to replace. Other unhealthy ones are named, so that nobody waits for a repair that will not come. */
export function remediating({ descendants }: ClusterScope): ConditionDraft {
  if (descendants.kind === 'unreadable') return unreadable('Remediating');
  const machines = [...descendants.controlPlaneMachines, ...descendants.workerMachines].filter(isNotPoolMachine);
  const unhealthy = machines.filter((machine) => isFalse(machine, 'HealthCheckSucceeded'));
  const toRemediate = unhealthy.filter((machine) => isFalse(machine, 'OwnerRemediated'));
  if (toRemediate.length === 0) return draft('Remediating', 'False', 'NotRemediating', unhealthyMessage(unhealthy));
  const { message } = aggregate({ target: 'Remediating', objects: toRemediate, type: 'OwnerRemediated' });
  return draft('Remediating', 'True', 'Remediating', message);
}

function unhealthyMessage(machines: readonly Machine[]): string {
  if (machines.length === 0) return '';
  const names = listNames(machines, 3);
  return machines.length === 1 ? `Machine ${names} is not healthy (not to be remediated)` : `Machines ${names} are not healthy (not to be remediated)`;
}
