import type { Machine, MachineSet } from '@clusterwright/api/core/v1beta2';
import { findCondition } from '@clusterwright/controller-runtime';
import type { V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { aggregateV1Beta1, summarizeV1Beta1, v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { isConditionTrue, v1beta1ConditionsOf, v1beta1Ready } from '../../shared/stored-conditions.ts';
import type { MachineSetScope } from '../machineset.scope.ts';
import { MachineCreationError } from '../replicas/machine-creation-error.ts';
import { desiredReplicas } from './conditions.status.ts';

/** Counters of the older API: Machines by their Nodes. */
export interface DeprecatedCounters {
  readonly fullyLabeledReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
}

export function deprecatedCounters({ machineSet, machines }: MachineSetScope, now: Date): DeprecatedCounters {
  const ready = machines.filter((machine) => Boolean(machine.status?.nodeRef?.name) && isConditionTrue(machine, 'NodeReady'));
  return {
    fullyLabeledReplicas: machines.filter((machine) => hasTemplateLabels(machineSet, machine)).length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((machine) => isNodeReadySince(machine, machineSet.spec.template.spec.minReadySeconds ?? 0, now)).length,
  };
}

function hasTemplateLabels({ spec }: MachineSet, { metadata }: Machine): boolean {
  return Object.entries(spec.template.metadata?.labels ?? {}).every(([key, value]) => metadata.labels?.[key] === value);
}

function isNodeReadySince({ status }: Machine, seconds: number, now: Date): boolean {
  const since = findCondition(status?.conditions, 'NodeReady')?.lastTransitionTime;
  return since !== undefined && Date.parse(since) + seconds * 1000 <= now.getTime();
}

/** Conditions of the older API. Those not listed stay as they were. */
export function deprecatedConditions(scope: MachineSetScope, errors: readonly Error[], ready: number): readonly V1Beta1ConditionDraft[] {
  const { machineSet, machines } = scope;
  const aggregated = machines.length === 0 ? v1beta1True('MachinesReady') : aggregateV1Beta1({ target: 'MachinesReady', objects: machines.map((machine) => ({ object: machine, ready: v1beta1Ready(machine) })), addSource: true });
  const drafts = [machinesCreated(scope, errors), resized(scope, ready), aggregated].filter((draft) => draft !== undefined);
  const kept = v1beta1ConditionsOf(machineSet).filter(({ type }) => drafts.every((draft) => draft.type !== type));
  const summary = summarizeV1Beta1({ conditions: [...drafts, ...kept], of: ['MachinesCreated', 'Resized', 'MachinesReady'] });
  return summary ? [summary, ...drafts] : drafts;
}

/** Whether creating Machines works; nothing is said while it has not come to an end. */
function machinesCreated(scope: MachineSetScope, errors: readonly Error[]): V1Beta1ConditionDraft | undefined {
  const failure = errors.flatMap((error) => (error instanceof AggregateError ? (error.errors as Error[]) : [error])).find((error) => MachineCreationError.is(error));
  if (failure) return v1beta1False('MachinesCreated', failure.step, 'Error', failure.message);
  if (scope.preflight.length > 0) return v1beta1False('MachinesCreated', 'PreflightCheckFailed', 'Error', scope.preflight.join('; '));
  return scope.machines.length >= (desiredReplicas(scope) ?? Infinity) ? v1beta1True('MachinesCreated') : missingTemplate(scope);
}

function missingTemplate({ machineSet, bootstrapTemplate, infrastructureTemplate }: MachineSetScope): V1Beta1ConditionDraft | undefined {
  const { bootstrap, infrastructureRef } = machineSet.spec.template.spec;
  if (bootstrapTemplate.kind === 'notFound') return v1beta1False('MachinesCreated', 'BootstrapTemplateCloningFailed', 'Error', `${bootstrap.configRef?.kind ?? ''} ${bootstrap.configRef?.name ?? ''} does not exist`);
  if (infrastructureTemplate.kind === 'notFound') return v1beta1False('MachinesCreated', 'InfrastructureTemplateCloningFailed', 'Error', `${infrastructureRef.kind} ${infrastructureRef.name} does not exist`);
  return undefined;
}

/** Whether the last change of scale is complete; with all Machines there it is so only once their Nodes are ready. */
function resized(scope: MachineSetScope, ready: number): V1Beta1ConditionDraft | undefined {
  const desired = desiredReplicas(scope);
  const current = scope.machines.length;
  if (desired === undefined) return undefined;
  if (current < desired) return v1beta1False('Resized', 'ScalingUp', 'Warning', `Scaling up MachineSet to ${String(desired)} replicas (actual ${String(current)})`);
  if (current > desired) return v1beta1False('Resized', 'ScalingDown', 'Warning', `Scaling down MachineSet to ${String(desired)} replicas (actual ${String(current)})`);
  return ready === current ? v1beta1True('Resized') : undefined;
}
