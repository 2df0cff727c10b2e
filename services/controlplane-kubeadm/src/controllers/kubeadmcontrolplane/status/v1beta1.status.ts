import type { V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { aggregateV1Beta1, summarizeV1Beta1, v1beta1False, v1beta1True, type V1Beta1ConditionState } from '@clusterwright/provider-kit/conditions/v1beta1';
import { hasCondition } from '../control-plane-machine.plan.ts';
import { isConnecting } from '../health/health.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { missingCertificatesMessage } from '../phases/certificates.plan.ts';

/** Conditions that make up Ready in the old API, the most telling first. */
const readyConditions = ['MachinesCreated', 'MachinesSpecUpToDate', 'Resized', 'MachinesReady', 'Available', 'CertificatesAvailable'];

/** Conditions of the old API; a type without a draft stays as it is. */
export function v1beta1Drafts(scope: ControlPlaneScope): V1Beta1ConditionDraft[] {
  const drafts = [certificates(scope), available(scope), ...machinesCreated(scope), specUpToDate(scope), resized(scope), machinesReady(scope), ...(scope.health?.v1beta1Conditions ?? [])].filter(
    (draft) => draft !== undefined,
  );
  const stated = new Set(drafts.map(({ type }) => type));
  const conditions = [...drafts, ...stored(scope).filter(({ type }) => !stated.has(type))];
  const ready = summarizeV1Beta1({ conditions, of: readyConditions });
  return ready ? [...drafts, ready] : drafts;
}

/** Counters of the old API; Nodes that cannot be seen yet after a start are taken to be as they were. */
export function v1beta1Counters({ controlPlane, connection, machines, initialized }: ControlPlaneScope): Record<string, number> {
  const isVisible = initialized && connection.kind === 'connected' && controlPlane.metadata.deletionTimestamp === undefined;
  const isReady = (name: string | undefined): boolean => {
    const node = isVisible && name ? connection.cluster.nodes.get(name) : undefined;
    return node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  };
  const lastKnown = isConnecting(connection) ? controlPlane.status?.deprecated?.v1beta1?.readyReplicas : undefined;
  const readyReplicas = Math.min(lastKnown ?? machines.filter(({ machine }) => isReady(machine.status?.nodeRef?.name)).length, machines.length);
  return { updatedReplicas: machines.filter(({ upToDate }) => upToDate.isUpToDate).length, readyReplicas, unavailableReplicas: machines.length - readyReplicas };
}

function stored({ controlPlane }: ControlPlaneScope): readonly V1Beta1ConditionState[] {
  // Only 'True', 'False' and 'Unknown' are ever written.
  return (controlPlane.status?.deprecated?.v1beta1?.conditions ?? []) as readonly V1Beta1ConditionState[];
}

function certificates({ certificates: state }: ControlPlaneScope): V1Beta1ConditionDraft | undefined {
  const type = 'CertificatesAvailable';
  switch (state.kind) {
    case 'unchecked':
      return undefined;
    case 'available':
      return v1beta1True(type);
    case 'missing':
      return v1beta1False(type, 'CertificatesGenerationFailed', 'Error', missingCertificatesMessage(state.purposes));
    case 'failed':
      return state.isOwnership ? undefined : v1beta1False(type, 'CertificatesGenerationFailed', 'Warning', state.error.message);
  }
}

function available({ initialized, machines }: ControlPlaneScope): V1Beta1ConditionDraft | undefined {
  if (initialized) return v1beta1True('Available');
  return machines.length > 0 ? v1beta1False('Available', 'WaitingForKubeadmInit', 'Info') : undefined;
}

function machinesCreated({ controlPlane, creationFailure, machines }: ControlPlaneScope): V1Beta1ConditionDraft[] {
  if (creationFailure) return [v1beta1False('MachinesCreated', creationFailure.reason, 'Error', creationFailure.error.message)];
  const isComplete = controlPlane.metadata.deletionTimestamp === undefined && machines.length >= (controlPlane.spec.replicas ?? 1);
  return isComplete ? [v1beta1True('MachinesCreated')] : [];
}

/** Appears with the first rollout only. */
function specUpToDate(scope: ControlPlaneScope): V1Beta1ConditionDraft | undefined {
  const { outdatedMachines: outdated, machines } = scope;
  const type = 'MachinesSpecUpToDate';
  if (outdated === undefined) return undefined;
  if (outdated > 0) return v1beta1False(type, 'RollingUpdateInProgress', 'Warning', `Rolling ${outdated} replicas with outdated spec (${machines.length - outdated} replicas up to date)`);
  return stored(scope).some((condition) => condition.type === type) ? v1beta1True(type) : undefined;
}

function resized({ controlPlane, deletion, machines }: ControlPlaneScope): V1Beta1ConditionDraft | undefined {
  const type = 'Resized';
  const [desired, current] = [controlPlane.spec.replicas ?? 1, machines.length];
  if (controlPlane.metadata.deletionTimestamp !== undefined) {
    return v1beta1False(type, 'Deleting', 'Info', deletion?.reason === 'WaitingForWorkersDeletion' ? 'Waiting for worker nodes to be deleted first' : undefined);
  }
  if (current < desired) return v1beta1False(type, 'ScalingUp', 'Warning', `Scaling up control plane to ${desired} replicas (actual ${current})`);
  if (current > desired) return v1beta1False(type, 'ScalingDown', 'Warning', `Scaling down control plane to ${desired} replicas (actual ${current})`);
  return machines.every(({ machine }) => hasCondition(machine, 'Ready', 'True')) ? v1beta1True(type) : undefined;
}

function machinesReady({ machines }: ControlPlaneScope): V1Beta1ConditionDraft | undefined {
  const objects = machines.map(({ machine }) => ({
    object: machine,
    ready: (machine.status?.deprecated?.v1beta1?.conditions as readonly V1Beta1ConditionState[] | undefined)?.find(({ type }) => type === 'Ready'),
  }));
  return aggregateV1Beta1({ target: 'MachinesReady', objects, addSource: true });
}
