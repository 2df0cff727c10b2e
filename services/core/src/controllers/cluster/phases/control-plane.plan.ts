import type { APIEndpoint } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import { controlPlaneEndpoint, controlPlaneInitialized } from '@clusterwright/contract';
import { isDeleting } from '../../shared/is-deleting.ts';
import { isWaitingForTopology, type ClusterScope, type FoundObject } from '../cluster.scope.ts';
import { ExternalObjectDeletedError } from './external-object-deleted-error.ts';

/** What the control plane object says about the Cluster. */
export type ControlPlanePlan =
  | { readonly step: 'none' }
  | { readonly step: 'wait'; readonly reason: string; readonly initialized: boolean }
  | { readonly step: 'fail'; readonly error: Error }
  | { readonly step: 'takeOver'; readonly initialized: boolean; readonly endpoint: APIEndpoint | undefined };

/** Decides from the control plane object as observed (CL-04, CL-06). Pure. */
export function planControlPlane(scope: ClusterScope): ControlPlanePlan {
  const { cluster, controlPlane } = scope;
  if (isWaitingForTopology(cluster)) return { step: 'none' };
  switch (controlPlane.kind) {
    case 'unset':
      return { step: 'none' };
    case 'unreadable':
      return { step: 'fail', error: controlPlane.error };
    case 'notFound':
      return planMissing(scope);
    case 'found':
      return planFound(scope, controlPlane);
  }
}

function planMissing({ cluster }: ClusterScope): ControlPlanePlan {
  if (isDeleting(cluster)) return { step: 'none' };
  if (!cluster.status?.initialization?.controlPlaneInitialized) return { step: 'wait', reason: 'ControlPlaneDoesNotExist', initialized: false };
  return { step: 'fail', error: new ExternalObjectDeletedError(`${cluster.spec.controlPlaneRef?.kind} has been deleted after being initialized`) };
}

function planFound({ cluster }: ClusterScope, { object, contract }: FoundObject): ControlPlanePlan {
  try {
    const initialized = controlPlaneInitialized(object, contract);
    if (isDeleting(object)) return { step: 'wait', reason: 'ControlPlaneDeleting', initialized };
    if (!initialized && !cluster.status?.initialization?.controlPlaneInitialized) return { step: 'wait', reason: 'ControlPlaneNotInitialized', initialized };
    return { step: 'takeOver', initialized, endpoint: controlPlaneEndpoint(object) };
  } catch (error) {
    if (AppError.is(error)) return { step: 'fail', error };
    throw error;
  }
}
