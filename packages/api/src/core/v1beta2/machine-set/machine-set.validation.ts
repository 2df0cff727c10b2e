import type { FieldError } from '../../../field-error.ts';
import { validateReplicatedMachines } from '../shared/machine-template.validation.ts';
import type { ReplicatedMachinesOptions } from '../shared/machine-template.validation.ts';
import type { MachineSet } from './machine-set.schema.ts';

/** Rules for MachineSets that the schema cannot say (spec WH-04). Pure. */
export function validateMachineSet(next: MachineSet, previous: MachineSet | undefined, options: ReplicatedMachinesOptions): FieldError[] {
  return validateReplicatedMachines(next, previous, options, 'Invalid');
}
