import { deleteMachineAnnotation } from '@clusterwright/api';
import type { Machine, MachineSetDeletionSpec } from '@clusterwright/api/core/v1beta2';
import { isConditionFalse } from '../../shared/stored-conditions.ts';
import { isUpdateInProgress } from '../status/machines.status.ts';

type DeletionOrder = NonNullable<MachineSetDeletionSpec['order']>;

/** Why one Machine goes before another; the lower class goes first. */
const classes = ['deleting', 'annotated', 'updating', 'unhealthy', 'healthy'] as const;
type DeletionClass = (typeof classes)[number];

/**
 * Machines in the order in which a MachineSet that shrinks lets them go.
 *
 * Guarantees: those already being deleted come first, so that no further one is deleted in their place; then those users marked, those in an in-place update
 * and unhealthy ones; healthy ones by the order asked for. Machines that are alike come by name: the same list gives the same victims.
 */
export function byDeletionPriority(machines: readonly Machine[], order: DeletionOrder = 'Random'): readonly Machine[] {
  return [...machines].sort((a, b) => rank(a) - rank(b) || (rank(a) === classes.indexOf('healthy') ? compareAge(a, b, order) : 0) || compareText(a.metadata.name, b.metadata.name));
}

function rank(machine: Machine): number {
  return classes.indexOf(classOf(machine));
}

function classOf(machine: Machine): DeletionClass {
  const { annotations = {}, deletionTimestamp } = machine.metadata;
  if (deletionTimestamp !== undefined) return 'deleting';
  if (annotations[deleteMachineAnnotation] !== undefined) return 'annotated';
  if (isUpdateInProgress(machine)) return 'updating';
  return isHealthy(machine) ? 'healthy' : 'unhealthy';
}

/** Unknown health says nothing against a Machine. */
function isHealthy(machine: Machine): boolean {
  return Boolean(machine.status?.nodeRef?.name) && !isConditionFalse(machine, 'NodeHealthy') && !isConditionFalse(machine, 'HealthCheckSucceeded');
}

function compareAge(a: Machine, b: Machine, order: DeletionOrder): number {
  // Any order is as good as random; the one by name is the same each time.
  if (order === 'Random') return 0;
  const oldestFirst = compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '');
  return order === 'Oldest' ? oldestFirst : -oldestFirst;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
