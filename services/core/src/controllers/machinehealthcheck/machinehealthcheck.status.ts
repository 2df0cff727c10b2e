import { clusterNameLabel } from '@clusterwright/api';
import type { MachineHealthCheckConditions, MachineHealthCheckStatus } from '@clusterwright/api/core/v1beta2';
import type { Draft, PassResult, Report, V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import { v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { Assessment } from './checks/assessment.plan.ts';
import type { Allowance } from './checks/short-circuit.plan.ts';
import type { MachineHealthCheckScope } from './machinehealthcheck.scope.ts';

/** What a MachineHealthCheck says after a pass. While its Machines cannot be judged, what it said before stays. */
export function reportMachineHealthCheck(scope: MachineHealthCheckScope, _result: PassResult): Report {
  const { assessment } = scope;
  const metadata = ownMetadata(scope);
  if (!assessment) return { metadata };
  const { allowance } = assessment;
  const status = countsStatus(assessment);
  if (allowance.kind === 'invalid') return { metadata, status };
  return {
    metadata,
    status: { ...status, remediationsAllowed: allowance.kind === 'allowed' ? allowance.remaining : 0 },
    conditions: [remediationAllowed(allowance)],
    v1beta1Conditions: [olderRemediationAllowed(allowance), ...failedRequests(scope)],
  };
}

function ownMetadata({ machineHealthCheck, cluster }: MachineHealthCheckScope): Record<string, unknown> {
  const { ownerReferences = [] } = machineHealthCheck.metadata;
  return { labels: { [clusterNameLabel]: machineHealthCheck.spec.clusterName }, ownerReferences: withOwnerReference(ownerReferences, ownerReferenceTo(cluster)) };
}

function countsStatus({ targetNames, counts }: Assessment): Pick<MachineHealthCheckStatus, 'expectedMachines' | 'currentHealthy'> & { readonly targets: readonly string[] | undefined } {
  return { expectedMachines: counts.total, currentHealthy: counts.healthy, targets: targetNames.length > 0 ? targetNames : undefined };
}

type Decided = Exclude<Allowance, { kind: 'invalid' }>;

function remediationAllowed(allowance: Decided): Draft<MachineHealthCheckConditions> {
  if (allowance.kind === 'allowed') return { type: 'RemediationAllowed', status: 'True', reason: 'RemediationAllowed' };
  return { type: 'RemediationAllowed', status: 'False', reason: 'TooManyUnhealthy', message: allowance.message };
}

function olderRemediationAllowed(allowance: Decided): V1Beta1ConditionDraft {
  return allowance.kind === 'allowed' ? v1beta1True('RemediationAllowed') : v1beta1False('RemediationAllowed', 'TooManyUnhealthy', 'Warning', allowance.message);
}

/** The older API tells of failures only. */
function failedRequests({ requests }: MachineHealthCheckScope): V1Beta1ConditionDraft[] {
  const errorOf = (state: string): Error | undefined => [...requests.values()].flatMap((outcome) => ('error' in outcome && outcome.state === state ? [outcome.error] : []))[0];
  const [missing, failed] = [errorOf('templateNotFound'), errorOf('creationFailed')];
  return [
    ...(missing ? [v1beta1False('ExternalRemediationTemplateAvailable', 'ExternalRemediationTemplateNotFound', 'Error', missing.message)] : []),
    ...(failed ? [v1beta1False('ExternalRemediationRequestAvailable', 'ExternalRemediationRequestCreationFailed', 'Error', failed.message)] : []),
  ];
}
