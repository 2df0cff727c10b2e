import type { FieldError } from '../../../field-error.ts';
import { labelValueProblem } from '../../../kubernetes-names.ts';
import { validateIntOrPercent } from '../shared/int-or-percent.validation.ts';
import { validateReplicatedMachines } from '../shared/machine-template.validation.ts';
import type { ReplicatedMachinesOptions } from '../shared/machine-template.validation.ts';
import type { MachineDeployment } from './machine-deployment.schema.ts';

/** Rules for MachineDeployments that the schema cannot say (spec WH-05). Pure. */
export function validateMachineDeployment(next: MachineDeployment, previous: MachineDeployment | undefined, options: ReplicatedMachinesOptions): FieldError[] {
  const nameProblem = labelValueProblem(next.metadata.name);
  const { maxSurge, maxUnavailable } = next.spec.rollout?.strategy?.rollingUpdate ?? {};
  return [
    ...(nameProblem ? [{ field: 'metadata.name', type: 'Invalid', value: next.metadata.name, detail: `must be a valid label value: ${nameProblem}` } as const] : []),
    ...validateReplicatedMachines(next, previous, options, 'Forbidden'),
    ...validateIntOrPercent(maxUnavailable, 'spec.rollout.strategy.rollingUpdate.maxUnavailable'),
    ...validateIntOrPercent(maxSurge, 'spec.rollout.strategy.rollingUpdate.maxSurge'),
    ...(maxSurge === 0 && maxUnavailable === 0 ? [{ field: 'spec.rollout.strategy.rollingUpdate', type: 'Invalid', value: '0', detail: 'maxUnavailable and maxSurge cannot both be 0' } as const] : []),
    ...validateIntOrPercent(next.spec.remediation?.maxInFlight, 'spec.remediation.maxInFlight'),
  ];
}
