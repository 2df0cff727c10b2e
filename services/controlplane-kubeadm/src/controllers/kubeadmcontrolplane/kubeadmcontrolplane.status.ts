import { clusterNameLabel, machineControlPlaneLabel, remediationInProgressAnnotation } from '@clusterwright/api';
import { kubeadmControlPlaneConditions } from '@clusterwright/api/controlplane/v1beta2';
import type { PassResult, Report } from '@clusterwright/controller-runtime';
import { isValidEndpoint } from '@clusterwright/contract';
import { versionsFromMachines } from '@clusterwright/provider-kit/cluster/status-versions';
import { conditionOf, hasCondition } from './control-plane-machine.plan.ts';
import type { ControlPlaneDraft } from './health/drafts.plan.ts';
import type { ControlPlaneScope } from './kubeadmcontrolplane.scope.ts';
import { missingCertificatesMessage } from './phases/certificates.plan.ts';
import { lastRemediation } from './remediation-data.plan.ts';
import { availableDraft } from './status/available.status.ts';
import { machinesReadyDraft, machinesUpToDateDraft, remediatingDraft, rollingOutDraft } from './status/machines.status.ts';
import { scalingDownDraft, scalingUpDraft } from './status/scaling.status.ts';
import { v1beta1Counters, v1beta1Drafts } from './status/v1beta1.status.ts';

export const ownedConditions: readonly string[] = Object.keys(kubeadmControlPlaneConditions).filter((type) => type !== 'Paused');

/** What the KubeadmControlPlane says after a pass (KCP-23, KCP-26). */
export function reportControlPlane(scope: ControlPlaneScope, result: PassResult): Report {
  const certificates = certificatesDraft(scope);
  const stated = [
    ...healthDrafts(scope),
    ...(certificates ? [certificates] : []),
    initializedDraft(scope),
    rollingOutDraft(scope),
    scalingUpDraft(scope),
    scalingDownDraft(scope),
    machinesReadyDraft(scope),
    machinesUpToDateDraft(scope),
    remediatingDraft(scope),
    deletingDraft(scope, result),
  ];
  const available = availableDraft(scope, (certificates ?? conditionOf(scope.controlPlane, 'CertificatesAvailable'))?.status === 'True');
  const drafts: readonly ControlPlaneDraft[] = available ? [...stated, available] : stated;
  const metadata = scope.remediationEnded ? { annotations: { [remediationInProgressAnnotation]: null } } : undefined;
  return { metadata, status: status(scope), conditions: [...drafts, ...kept(scope, drafts)], v1beta1Conditions: v1beta1Drafts(scope) };
}

/** Conditions that this pass has nothing new to say about. */
function kept({ controlPlane }: ControlPlaneScope, drafts: readonly ControlPlaneDraft[]): NonNullable<Report['conditions']> {
  const stated = new Set<string>(drafts.map(({ type }) => type));
  return (controlPlane.status?.conditions ?? []).filter(({ type }) => ownedConditions.includes(type) && !stated.has(type));
}

function status(scope: ControlPlaneScope): NonNullable<Report['status']> {
  const { controlPlane, cluster, machines, initialized } = scope;
  const countTrue = (type: string): number => machines.filter(({ machine }) => hasCondition(machine, type, 'True')).length;
  const versions = versionsFromMachines(machines.map(({ machine }) => machine));
  const remediated = lastRemediation(controlPlane, machines.map(({ machine }) => machine));
  return {
    selector: `${clusterNameLabel}=${cluster.metadata.name},${machineControlPlaneLabel}`,
    replicas: machines.length,
    readyReplicas: countTrue('Ready'),
    availableReplicas: countTrue('Available'),
    upToDateReplicas: countTrue('UpToDate'),
    versions,
    // The oldest, for those who read the deprecated field; it stays when the last Machine goes.
    ...(versions?.[0] ? { version: versions[0].version } : {}),
    ...(initialized ? { initialization: { controlPlaneInitialized: true } } : {}),
    // Stays when the Machine goes that it was read from.
    ...(remediated ? { lastRemediation: remediated } : {}),
    deprecated: { v1beta1: v1beta1Counters(scope) },
  };
}

/** Before Machines can exist there is nothing to look at, and users want to know why. */
function healthDrafts({ cluster, controlPlane, health }: ControlPlaneScope): readonly ControlPlaneDraft[] {
  if (health) return health.conditions;
  if (controlPlane.metadata.deletionTimestamp !== undefined) return [];
  const message = missingPrerequisite(cluster);
  if (message === undefined) return [];
  return (['EtcdClusterHealthy', 'ControlPlaneComponentsHealthy'] as const).map((type) => ({ type, status: 'Unknown', reason: 'InspectionFailed', message }));
}

function missingPrerequisite({ spec, status: clusterStatus }: ControlPlaneScope['cluster']): string | undefined {
  if (clusterStatus?.initialization?.infrastructureProvisioned !== true) return 'Waiting for Cluster status.infrastructureReady to be true';
  return isValidEndpoint(spec.controlPlaneEndpoint) ? undefined : 'Waiting for Cluster spec.controlPlaneEndpoint to be set';
}

function certificatesDraft({ certificates }: ControlPlaneScope): ControlPlaneDraft | undefined {
  const type = 'CertificatesAvailable';
  switch (certificates.kind) {
    case 'unchecked':
      return undefined;
    case 'available':
      return { type, status: 'True', reason: 'Available' };
    case 'missing':
      return { type, status: 'False', reason: 'NotAvailable', message: missingCertificatesMessage(certificates.purposes) };
    case 'failed':
      return { type, status: 'Unknown', reason: 'InternalError', message: 'Please check controller logs for errors' };
  }
}

function initializedDraft({ initialized }: ControlPlaneScope): ControlPlaneDraft {
  return initialized ? { type: 'Initialized', status: 'True', reason: 'Initialized' } : { type: 'Initialized', status: 'False', reason: 'NotInitialized' };
}

function deletingDraft({ deletion }: ControlPlaneScope, { deleting }: PassResult): ControlPlaneDraft {
  if (!deleting) return { type: 'Deleting', status: 'False', reason: 'NotDeleting' };
  if (deletion) return { type: 'Deleting', status: 'True', ...deletion };
  return { type: 'Deleting', status: 'True', reason: 'InternalError', message: 'Please check controller logs for errors' };
}
