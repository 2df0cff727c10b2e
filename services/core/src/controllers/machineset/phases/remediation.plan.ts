import { remediateMachineAnnotation } from '@clusterwright/api';
import type { Machine, MachineConditions } from '@clusterwright/api/core/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import { findCondition } from '@clusterwright/controller-runtime';
import type { Draft } from '@clusterwright/controller-runtime';
import { scaledValue } from '../../shared/scaled-value.ts';
import { isConditionFalse, isConditionTrue } from '../../shared/stored-conditions.ts';
import { isCurrentRevision, machineDeploymentNameOf } from '../machineset.scope.ts';
import type { MachineSetScope } from '../machineset.scope.ts';
import { isToBeRemediated } from '../status/machines.status.ts';

type OwnerRemediated = Extract<Draft<MachineConditions>, { type: 'OwnerRemediated' }>;

/** What a MachineSet does about unhealthy Machines. */
export interface RemediationPlan {
  /** Healthy again: nothing is asked of the MachineSet any more. */
  readonly recovered: readonly Machine[];
  /** Not remediated now, for the same reason. */
  readonly postponed: readonly Machine[];
  readonly postponement: OwnerRemediated;
  /** To be deleted, so that others take their place. */
  readonly remediate: readonly Machine[];
}

type Input = Pick<MachineSetScope, 'machineSet' | 'machineDeployment' | 'machines'>;

const type = 'OwnerRemediated';
const pendingRemoval: OwnerRemediated = { type, status: 'False', reason: 'CannotBeRemediated', message: "Machine won't be remediated because it is pending removal due to rollout" };

/** Says on a Machine that its remediation has begun. */
export const machineDeleting: OwnerRemediated = { type, status: 'False', reason: 'MachineDeleting', message: 'Machine is deleting' };

/** Says on a Machine why its remediation has to wait. */
export function remediationDeferred(message: string): OwnerRemediated {
  return { type, status: 'False', reason: 'RemediationDeferred', message };
}

/**
 * Decides which unhealthy Machines are remediated now (spec MS-10). Pure.
 *
 * Guarantees: of a MachineDeployment, only Machines of the current revision are, and never more at a time than its limit; those that users marked go first, then the
 * newest, which hardly carry anything yet. Errors: `TerminalError` where the limit cannot be read.
 */
export function planRemediation({ machineSet, machineDeployment, machines }: Input): RemediationPlan {
  const staying = machines.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const recovered = staying.filter(hasRecovered);
  const unhealthy = staying.filter(isToBeRemediated).toSorted(byUrgency);
  const none = { recovered, postponed: [], postponement: pendingRemoval, remediate: [] };
  if (unhealthy.length === 0) return none;

  if (machineDeploymentNameOf(machineSet) !== undefined) {
    // The cache may know the MachineDeployment a moment later; its revision decides.
    if (!machineDeployment) return none;
    if (!isCurrentRevision({ machineSet, machineDeployment })) return { ...none, postponed: unhealthy };
  }
  const maxInFlight = machineDeployment?.spec.remediation?.maxInFlight;
  const free = maxInFlight === undefined ? unhealthy.length : Math.max(0, limitOf(maxInFlight, machineDeployment?.spec.replicas ?? 1) - machines.filter(isInFlight).length);
  const postponement = remediationDeferred(`Waiting because there are already too many remediations in progress (spec.strategy.remediation.maxInFlight is ${String(maxInFlight)})`);
  return { recovered, remediate: unhealthy.slice(0, free), postponed: unhealthy.slice(free), postponement };
}

/** Which of the two lists of conditions still ask for remediation, though the health check succeeds. */
export function outdatedLists(machine: Machine): { readonly current: boolean; readonly v1beta1: boolean } {
  const older = machine.status?.deprecated?.v1beta1?.conditions ?? [];
  const olderIs = (name: string, status: string): boolean => older.some((condition) => condition.type === name && condition.status === status);
  return {
    current: isConditionTrue(machine, 'HealthCheckSucceeded') && isConditionFalse(machine, type),
    v1beta1: olderIs('HealthCheckSucceeded', 'True') && olderIs(type, 'False'),
  };
}

function hasRecovered(machine: Machine): boolean {
  const { current, v1beta1 } = outdatedLists(machine);
  return current || v1beta1;
}

/** A remediation that was begun, and is not over until the Machine is gone. */
function isInFlight({ metadata, status }: Machine): boolean {
  const condition = findCondition(status?.conditions, type);
  return metadata.deletionTimestamp !== undefined && condition?.status === 'False' && condition.reason === machineDeleting.reason;
}

function limitOf(maxInFlight: number | string, replicas: number): number {
  const limit = scaledValue(maxInFlight, replicas, 'up');
  if (limit === undefined) throw new TerminalError(`failed to calculate maxInFlight to remediate machines: ${JSON.stringify(maxInFlight)} is neither a number nor a percentage`);
  return limit;
}

function byUrgency(a: Machine, b: Machine): number {
  const marked = ({ metadata }: Machine): number => (metadata.annotations?.[remediateMachineAnnotation] === undefined ? 1 : 0);
  const created = ({ metadata }: Machine): number => Date.parse(metadata.creationTimestamp ?? '1970-01-01T00:00:00Z');
  return marked(a) - marked(b) || created(b) - created(a) || (a.metadata.name < b.metadata.name ? -1 : 1);
}
