/** Conditions about the objects that a Cluster refers to. Pure. */
import type { ConditionStatus, UnstructuredObject } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import { conditionOf, controlPlaneAvailableCondition, controlPlaneInitialized, infraClusterReadyCondition, noReasonReported } from '@clusterwright/contract';
import { findCondition, type ConditionDraft } from '@clusterwright/controller-runtime';
import { mirror } from '@clusterwright/provider-kit/conditions/mirror';
import { isDeleting } from '../../shared/is-deleting.ts';
import type { ClusterScope, FoundObject, ObservedReference } from '../cluster.scope.ts';
import { draft, unreadable } from './conditions.status.ts';
import { isControlPlaneInitialized, isInfrastructureProvisioned } from './derived.status.ts';

const waitingForTopology = 'Waiting for cluster topology to be reconciled';

/** InfrastructureReady: what the InfraCluster's Ready condition says, or why there is none. */
export function infrastructureReady(scope: ClusterScope): ConditionDraft {
  return referenceCondition(scope, {
    target: 'InfrastructureReady',
    observed: scope.infraCluster,
    kind: scope.cluster.spec.infrastructureRef?.kind,
    sourceType: infraClusterReadyCondition,
    cameUp: isInfrastructureProvisioned(scope),
    goodReason: 'Ready',
    badReason: 'NotReady',
    field: 'provisioned',
  });
}

/** ControlPlaneAvailable: what the control plane object's Available condition says, or why there is none. */
export function controlPlaneAvailable(scope: ClusterScope): ConditionDraft {
  return referenceCondition(scope, {
    target: 'ControlPlaneAvailable',
    observed: scope.controlPlane,
    kind: scope.cluster.spec.controlPlaneRef?.kind,
    sourceType: controlPlaneAvailableCondition,
    cameUp: isControlPlaneInitialized(scope),
    goodReason: 'Available',
    badReason: 'NotAvailable',
    field: 'controlPlaneInitialized',
  });
}

interface Reference {
  readonly target: 'InfrastructureReady' | 'ControlPlaneAvailable';
  readonly observed: ObservedReference;
  readonly kind: string | undefined;
  readonly sourceType: string;
  /** Provisioned or initialized at least once. */
  readonly cameUp: boolean;
  readonly goodReason: 'Ready' | 'Available';
  readonly badReason: 'NotReady' | 'NotAvailable';
  readonly field: string;
}

function referenceCondition({ cluster }: ClusterScope, reference: Reference): ConditionDraft {
  const { target, observed, kind, cameUp } = reference;
  if (kind === undefined && cluster.spec.topology) return draft(target, 'False', 'ObjectDoesNotExist', isDeleting(cluster) ? '' : waitingForTopology);
  if (observed.kind === 'found') return mirrored(observed, reference);
  if (observed.kind !== 'notFound') return unreadable(target);
  if (!cameUp) return draft(target, 'False', 'ObjectDoesNotExist', `${kind} does not exist`);
  return draft(target, 'False', 'ObjectDeleted', `${kind} has been deleted${isDeleting(cluster) ? '' : ' while the cluster still exists'}`);
}

function mirrored({ object }: FoundObject, { target, sourceType, cameUp, goodReason, badReason, field, kind }: Reference): ConditionDraft {
  const status: ConditionStatus = cameUp ? 'True' : 'False';
  const fallback = { status, reason: cameUp ? goodReason : badReason, message: cameUp ? '' : `${kind} status.initialization.${field} is false` };
  try {
    const condition = mirror({ target, source: conditionOf(object, sourceType), sourceType, fallback });
    // A condition of the older kind needs no reason; a good one gets the reason that good ones have.
    return condition.status === 'True' && condition.reason === noReasonReported ? { ...condition, reason: goodReason } : condition;
  } catch (error) {
    if (AppError.is(error)) return draft(target, 'Unknown', 'InvalidConditionReported', error.message);
    throw error;
  }
}

/** ControlPlaneInitialized: once true it stays true. Stand-alone machines count as initialized when the first of them has a Node. */
export function controlPlaneInitializedCondition(scope: ClusterScope): ConditionDraft {
  const { cluster, controlPlane } = scope;
  const type = 'ControlPlaneInitialized';
  if (findCondition(cluster.status?.conditions, type)?.status === 'True') return draft(type, 'True', 'Initialized');
  if (cluster.spec.controlPlaneRef) return initializedByObject(controlPlane, cluster.spec.controlPlaneRef.kind);
  if (cluster.spec.topology) return draft(type, 'Unknown', 'ObjectDoesNotExist', isDeleting(cluster) ? '' : waitingForTopology);
  return initializedByMachines(scope);
}

function initializedByObject(controlPlane: ObservedReference, kind: string): ConditionDraft {
  const type = 'ControlPlaneInitialized';
  if (controlPlane.kind === 'notFound') return draft(type, 'Unknown', 'ObjectDoesNotExist', `${kind} does not exist`);
  const initialized = controlPlane.kind === 'found' ? readInitialized(controlPlane.object, controlPlane) : undefined;
  if (initialized === undefined) return unreadable(type);
  return initialized ? draft(type, 'True', 'Initialized') : draft(type, 'False', 'NotInitialized', 'Control plane not yet initialized');
}

function readInitialized(object: UnstructuredObject, { contract }: FoundObject): boolean | undefined {
  try {
    return controlPlaneInitialized(object, contract);
  } catch (error) {
    if (AppError.is(error)) return undefined;
    throw error;
  }
}

function initializedByMachines({ descendants }: ClusterScope): ConditionDraft {
  const type = 'ControlPlaneInitialized';
  if (descendants.kind === 'unreadable') return unreadable(type);
  const hasNode = descendants.controlPlaneMachines.some(({ status }) => Boolean(status?.nodeRef?.name));
  return hasNode ? draft(type, 'True', 'Initialized') : draft(type, 'False', 'NotInitialized', 'Waiting for the first control plane machine to have status.nodeRef set');
}
