import type { Machine, V1Beta1Condition } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { v1beta1ConditionOf } from '@clusterwright/contract';
import type { V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { mirrorV1Beta1, summarizeV1Beta1, v1beta1False, v1beta1True, v1beta1Unknown, type V1Beta1ConditionState } from '@clusterwright/provider-kit/conditions/v1beta1';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { FoundObject, MachineScope } from '../machine.scope.ts';

const summarized = ['InfrastructureReady', 'BootstrapReady', 'HealthCheckSucceeded', 'OwnerRemediated', 'DrainingSucceeded'];
const provisioningSteps = ['BootstrapReady', 'InfrastructureReady'];

/** Conditions of the old API (spec CL-14). A part that cannot be judged now states nothing, so its last value stays. */
export function v1beta1Conditions(scope: MachineScope): V1Beta1ConditionDraft[] {
  const { machine, deletion } = scope;
  const stated = [...(deletion?.v1beta1 ?? []), bootstrapReady(scope), infrastructureReady(scope), nodeHealthy(scope)].filter((condition) => condition !== undefined);
  const drafts = stated.filter(({ type }, index) => stated.findIndex((other) => other.type === type) === index);
  const stored: readonly V1Beta1Condition[] = machine.status?.deprecated?.v1beta1?.conditions ?? [];
  const others = stored.filter(({ type }) => !drafts.some((condition) => condition.type === type)) as readonly V1Beta1ConditionState[];
  const ready = summarizeV1Beta1({
    conditions: [...drafts, ...others],
    of: summarized,
    stepCounter: !isDeleting(machine) && !machine.spec.providerID,
    stepCounterIfOnly: provisioningSteps,
  });
  return ready ? [ready, ...drafts] : drafts;
}

function bootstrapReady({ machine, bootstrapConfig }: MachineScope): V1Beta1ConditionDraft | undefined {
  if (bootstrapConfig.kind !== 'found') return undefined;
  if (machine.spec.bootstrap.dataSecretName !== undefined) return v1beta1True('BootstrapReady');
  return mirrorReady('BootstrapReady', bootstrapConfig, { isReady: false, waitingFor: isDeleting(machine) ? 'Deleting' : 'WaitingForDataSecret' });
}

function infrastructureReady({ machine, infraMachine }: MachineScope): V1Beta1ConditionDraft | undefined {
  if (infraMachine.kind !== 'found') return undefined;
  const isReady = machine.status?.initialization?.infrastructureProvisioned === true;
  return mirrorReady('InfrastructureReady', infraMachine, { isReady, waitingFor: isDeleting(machine) ? 'Deleting' : 'WaitingForInfrastructure' });
}

function mirrorReady(target: string, { object }: FoundObject, { isReady, waitingFor }: { isReady: boolean; waitingFor: string }): V1Beta1ConditionDraft | undefined {
  return mirrorV1Beta1(target, v1beta1ConditionOf(object, 'Ready'), { status: isReady, reason: waitingFor, severity: 'Info' });
}

function nodeHealthy({ machine, node, infraMachine }: MachineScope): V1Beta1ConditionDraft | undefined {
  const type = 'NodeHealthy';
  switch (node.kind) {
    case 'unset':
      return v1beta1False(type, 'WaitingForNodeRef', 'Info');
    case 'notConnected':
      return undefined;
    case 'failed':
      return v1beta1Unknown(type, 'NodeInspectionFailed', 'Failed to get the Node for this Machine by ProviderID');
    case 'notFound':
      return isDeleting(machine) ? undefined : missingNode(type, machine);
    case 'found':
      if (infraMachine.kind !== 'found' || isDeleting(infraMachine.object)) return v1beta1False(type, 'Deleting', 'Info');
      return nodeSummary(type, node.node);
  }
}

function missingNode(type: string, { status }: Machine): V1Beta1ConditionDraft {
  return status?.nodeRef ? v1beta1False(type, 'NodeNotFound', 'Error') : v1beta1False(type, 'NodeProvisioning', 'Warning', 'Waiting for a node with matching ProviderID to exist');
}

const healthyStatus: Readonly<Record<string, string>> = { Ready: 'True', MemoryPressure: 'False', DiskPressure: 'False', PIDPressure: 'False' };

/** Reported conditions only; a Node is unknown when all four are, and not before. */
function nodeSummary(type: string, { status }: Node): V1Beta1ConditionDraft {
  const unwell = (status?.conditions ?? []).filter((condition) => healthyStatus[condition.type] !== undefined && condition.status !== healthyStatus[condition.type]);
  const message = unwell.map((condition) => `Node condition ${condition.type} is ${condition.status}`).join('. ');
  if (unwell.some((condition) => condition.status !== 'Unknown')) return v1beta1False(type, 'NodeConditionsFailed', 'Warning', message);
  return unwell.length < Object.keys(healthyStatus).length ? v1beta1True(type) : v1beta1Unknown(type, 'NodeConditionsFailed', message);
}
