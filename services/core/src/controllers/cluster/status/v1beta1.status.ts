/** Conditions and failures of the older API, under status.deprecated.v1beta1 (CL-14). Pure. */
import type { V1Beta1FailureStatus } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import { apiVersionOf } from '@clusterwright/api';
import { failureOf, v1beta1ConditionOf } from '@clusterwright/contract';
import type { V1Beta1ConditionDraft } from '@clusterwright/controller-runtime';
import { mirrorV1Beta1, summarizeV1Beta1, v1beta1False, v1beta1True, type V1Beta1ConditionState, type V1Beta1Fallback } from '@clusterwright/provider-kit/conditions/v1beta1';
import { isDeleting } from '../../shared/is-deleting.ts';
import { isWaitingForTopology, type ClusterScope, type FoundObject, type ObservedReference } from '../cluster.scope.ts';

/** What changes; a condition without a draft stays as it is. */
export function v1beta1Conditions(scope: ClusterScope): V1Beta1ConditionDraft[] {
  const drafts = [infrastructureReady(scope), controlPlaneReady(scope), controlPlaneInitialized(scope)].filter((draft) => draft !== undefined);
  const drafted = new Set(drafts.map(({ type }) => type));
  const kept = storedConditions(scope).filter(({ type }) => !drafted.has(type));
  const ready = summarizeV1Beta1({ conditions: [...drafts, ...kept], of: ['ControlPlaneReady', 'InfrastructureReady'] });
  return ready ? [ready, ...drafts] : drafts;
}

function storedConditions({ cluster }: ClusterScope): V1Beta1ConditionState[] {
  // The API server keeps status to the three values.
  return (cluster.status?.deprecated?.v1beta1?.conditions ?? []) as V1Beta1ConditionState[];
}

const isStoredTrue = (scope: ClusterScope, type: string): boolean => storedConditions(scope).some((condition) => condition.type === type && condition.status === 'True');

function infrastructureReady(scope: ClusterScope): V1Beta1ConditionDraft | undefined {
  const { infrastructure, deletion } = scope;
  if (infrastructure?.step === 'assumeProvisioned') return v1beta1True('InfrastructureReady');
  const isGone = scope.infraCluster.kind === 'notFound' && deletion?.passed.includes('infrastructure');
  if (isGone) return v1beta1False('InfrastructureReady', 'Deleted', 'Info');
  // The phase failed: what was said before stays.
  if (!infrastructure) return undefined;
  const provisioned = infrastructure.step === 'takeOver' || infrastructure.step === 'wait' ? infrastructure.provisioned : false;
  return mirrorReady(scope, scope.infraCluster, 'InfrastructureReady', { status: provisioned, reason: 'WaitingForInfrastructure', severity: 'Info' });
}

function controlPlaneReady(scope: ClusterScope): V1Beta1ConditionDraft | undefined {
  const { controlPlaneState, deletion } = scope;
  const isGone = scope.controlPlane.kind === 'notFound' && deletion?.passed.includes('controlPlane');
  if (isGone) return v1beta1False('ControlPlaneReady', 'Deleted', 'Info');
  if (!controlPlaneState) return undefined;
  const initialized = controlPlaneState.step === 'takeOver' || controlPlaneState.step === 'wait' ? controlPlaneState.initialized : false;
  return mirrorReady(scope, scope.controlPlane, 'ControlPlaneReady', { status: initialized, reason: 'WaitingForControlPlane', severity: 'Info' });
}

function mirrorReady({ cluster }: ClusterScope, observed: ObservedReference, target: string, fallback: V1Beta1Fallback): V1Beta1ConditionDraft | undefined {
  if (observed.kind !== 'found' || isWaitingForTopology(cluster)) return undefined;
  const ready = readyOf(observed);
  return mirrorV1Beta1(target, ready, isDeleting(cluster) ? { status: false, reason: 'Deleting', severity: 'Info' } : fallback);
}

function readyOf({ object }: FoundObject): V1Beta1ConditionState | undefined {
  try {
    return v1beta1ConditionOf(object, 'Ready');
  } catch (error) {
    // InfrastructureReady or ControlPlaneAvailable of the newer API shows what is wrong with it.
    if (AppError.is(error)) return undefined;
    throw error;
  }
}

function controlPlaneInitialized(scope: ClusterScope): V1Beta1ConditionDraft | undefined {
  const { cluster } = scope;
  if (isStoredTrue(scope, 'ControlPlaneInitialized') || isWaitingForTopology(cluster)) return undefined;
  if (cluster.spec.controlPlaneRef) return initializedByObject(scope);
  return isDeleting(cluster) ? undefined : initializedByMachines(scope);
}

/** Nothing is said of an object that is missing or going, or where the phase failed. */
function initializedByObject({ controlPlane, controlPlaneState: state }: ClusterScope): V1Beta1ConditionDraft | undefined {
  if (controlPlane.kind !== 'found' || isDeleting(controlPlane.object)) return undefined;
  if (state?.step !== 'takeOver' && state?.step !== 'wait') return undefined;
  if (state.initialized) return v1beta1True('ControlPlaneInitialized');
  return v1beta1False('ControlPlaneInitialized', 'WaitingForControlPlaneProviderInitialized', 'Info', 'Waiting for control plane provider to indicate the control plane has been initialized');
}

function initializedByMachines({ descendants }: ClusterScope): V1Beta1ConditionDraft | undefined {
  if (descendants.kind === 'unreadable') return undefined;
  const isInitialized = descendants.controlPlaneMachines.some(({ metadata, status }) => metadata.deletionTimestamp === undefined && Boolean(status?.nodeRef?.name));
  if (isInitialized) return v1beta1True('ControlPlaneInitialized');
  return v1beta1False('ControlPlaneInitialized', 'MissingNodeRef', 'Info', 'Waiting for the first control plane machine to have its status.nodeRef set');
}

/** Failures that providers of the older contract report; the control plane's wins. Undefined where there are none: a stored one stays. */
export function v1beta1Failure({ infraCluster, controlPlane }: ClusterScope): Pick<V1Beta1FailureStatus, 'failureReason' | 'failureMessage'> | undefined {
  const fragments = [infraCluster, controlPlane].map(failureFragment).filter((fragment) => fragment !== undefined);
  return fragments.length > 0 ? Object.assign({}, ...fragments) : undefined;
}

function failureFragment(observed: ObservedReference): Pick<V1Beta1FailureStatus, 'failureReason' | 'failureMessage'> | undefined {
  if (observed.kind !== 'found') return undefined;
  const { object, resource } = observed;
  const failure = failureOf(object);
  if (!failure) return undefined;
  const kind = `${apiVersionOf(resource)}, Kind=${resource.kind}`;
  return {
    ...(failure.reason ? { failureReason: failure.reason } : {}),
    ...(failure.message ? { failureMessage: `Failure detected from referenced resource ${kind} with name "${object.metadata.name}": ${failure.message}` } : {}),
  };
}
