import { staleMachines } from '../phases/deletion.plan.ts';
import type { PreflightFailures } from '../preflight.plan.ts';
import type { ControlPlaneDraft } from '../health/drafts.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';

const waitingForReplicas = 'Waiting for spec.replicas set';

/** ScalingUp: whether Machines are missing, and what keeps them from being made. */
export function scalingUpDraft(scope: ControlPlaneScope): ControlPlaneDraft {
  const type = 'ScalingUp';
  const desired = desiredReplicas(scope);
  if (desired === undefined) return { type, status: 'Unknown', reason: 'WaitingForReplicasSet', message: waitingForReplicas };
  const current = scope.machines.length;
  const missing = missingTemplate(scope);
  if (current >= desired) return { type, status: 'False', reason: 'NotScalingUp', message: missing && `Scaling up would be blocked because ${missing}` };
  const message = blockedBy(`Scaling up from ${current} to ${desired} replicas`, [...preflightMessages(scope.preflight), ...(missing ? [`* ${missing}`] : [])]);
  return { type, status: 'True', reason: 'ScalingUp', message };
}

/** ScalingDown: whether there are too many Machines, and what keeps them from going. */
export function scalingDownDraft(scope: ControlPlaneScope): ControlPlaneDraft {
  const type = 'ScalingDown';
  const desired = desiredReplicas(scope);
  if (desired === undefined) return { type, status: 'Unknown', reason: 'WaitingForReplicasSet', message: waitingForReplicas };
  const current = scope.machines.length;
  if (current <= desired) return { type, status: 'False', reason: 'NotScalingDown' };
  const stale = staleMachines(scope.machines, scope.now);
  const message = blockedBy(`Scaling down from ${current} to ${desired} replicas`, [...preflightMessages(scope.preflight), ...(stale ? [`* ${stale}`] : [])]);
  return { type, status: 'True', reason: 'ScalingDown', message };
}

function desiredReplicas({ controlPlane: { metadata, spec } }: ControlPlaneScope): number | undefined {
  if (spec.replicas === undefined) return undefined;
  return metadata.deletionTimestamp === undefined ? spec.replicas : 0;
}

function missingTemplate({ infraTemplate, controlPlane }: ControlPlaneScope): string | undefined {
  return infraTemplate.kind === 'notFound' ? `${controlPlane.spec.machineTemplate.spec.infrastructureRef.kind} does not exist` : undefined;
}

function blockedBy(message: string, reasons: readonly string[]): string {
  return reasons.length > 0 ? `${message} is blocked because:\n${reasons.join('\n')}` : message;
}

function preflightMessages({ awaitedVersion, hasDeletingMachine, certificateMissing, componentsNotHealthy, etcdNotHealthy }: PreflightFailures = {}): string[] {
  return [
    ...(awaitedVersion === undefined ? [] : [`* waiting for a version upgrade to ${awaitedVersion} to be propagated`]),
    ...(hasDeletingMachine ? ['* waiting for a control plane Machine to complete deletion'] : []),
    ...(certificateMissing ? ['* cluster certificates are missing or unknown'] : []),
    ...(componentsNotHealthy ? ['* waiting for control plane components to become healthy'] : []),
    ...(etcdNotHealthy ? ['* waiting for etcd cluster to become healthy'] : []),
  ];
}
