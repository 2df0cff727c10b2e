import type { FieldError } from '../../../field-error.ts';
import { isEmptySelector, selectorProblem } from '../../../label-selector.ts';
import { validateIntOrPercent } from '../shared/int-or-percent.validation.ts';
import type { MachineHealthCheck, MachineHealthCheckSpec } from './machine-health-check.schema.ts';

const clusterNameLabel = 'cluster.x-k8s.io/cluster-name';

/** Less would call Machines unhealthy that are just starting; 0 turns the check off. */
const minNodeStartupTimeoutSeconds = 30;

/** Rules for MachineHealthChecks that the schema cannot say (spec 2.7). Pure. */
export function validateMachineHealthCheck({ spec: next }: MachineHealthCheck, previous: MachineHealthCheck | undefined): FieldError[] {
  return [
    ...validateSelector(next),
    ...(previous && previous.spec.clusterName !== next.clusterName ? [{ field: 'spec.clusterName', type: 'Forbidden', detail: 'field is immutable' } as const] : []),
    ...validateNodeStartupTimeout(next.checks?.nodeStartupTimeoutSeconds),
    ...validateIntOrPercent(next.remediation?.triggerIf?.unhealthyLessThanOrEqualTo, 'spec.remediation.triggerIf.unhealthyLessThanOrEqualTo'),
  ];
}

function validateSelector({ selector, clusterName }: MachineHealthCheckSpec): FieldError[] {
  const field = 'spec.selector';
  const refuse = (detail: string): FieldError => ({ field, type: 'Invalid', value: selector, detail });
  const problem = selectorProblem(selector);
  const selectedCluster = selector.matchLabels?.[clusterNameLabel];
  return [
    ...(problem ? [refuse(problem)] : []),
    ...(isEmptySelector(selector) ? [{ field, type: 'Required', detail: 'selector must not be empty' } as const] : []),
    ...(selectedCluster !== undefined && selectedCluster !== clusterName ? [refuse('cannot select Machines of another cluster than spec.clusterName')] : []),
  ];
}

function validateNodeStartupTimeout(seconds: number | undefined): FieldError[] {
  if (seconds === undefined || seconds === 0 || seconds >= minNodeStartupTimeoutSeconds) return [];
  return [{ field: 'spec.checks.nodeStartupTimeoutSeconds', type: 'Invalid', value: seconds, detail: `must be at least ${String(minNodeStartupTimeoutSeconds)}s` }];
}
