import type { APIEndpoint, FailureDomain } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import { infraClusterEndpoint, infraClusterFailureDomains, infraClusterProvisioned } from '@clusterwright/contract';
import { isDeleting } from '../../shared/is-deleting.ts';
import { isWaitingForTopology, type ClusterScope, type FoundObject } from '../cluster.scope.ts';
import { ExternalObjectDeletedError } from './external-object-deleted-error.ts';

/** What the InfraCluster says about the Cluster. */
export type InfrastructurePlan =
  /** Nothing to take over, and nothing to wait for. */
  | { readonly step: 'none' }
  /** No infrastructure will ever be named: provisioning elsewhere may begin. */
  | { readonly step: 'assumeProvisioned' }
  | { readonly step: 'wait'; readonly reason: string; readonly provisioned: boolean }
  | { readonly step: 'fail'; readonly error: Error }
  | { readonly step: 'takeOver'; readonly provisioned: boolean; readonly endpoint: APIEndpoint | undefined; readonly failureDomains: readonly FailureDomain[] | undefined };

/** Decides from the InfraCluster as observed (CL-03…CL-05). Pure. */
export function planInfrastructure(scope: ClusterScope): InfrastructurePlan {
  const { cluster, infraCluster } = scope;
  if (isWaitingForTopology(cluster)) return { step: 'none' };
  switch (infraCluster.kind) {
    case 'unset':
      return isDeleting(cluster) ? { step: 'none' } : { step: 'assumeProvisioned' };
    case 'unreadable':
      return { step: 'fail', error: infraCluster.error };
    case 'notFound':
      return planMissing(scope);
    case 'found':
      return planFound(scope, infraCluster);
  }
}

function planMissing({ cluster }: ClusterScope): InfrastructurePlan {
  if (isDeleting(cluster)) return { step: 'none' };
  if (!cluster.status?.initialization?.infrastructureProvisioned) return { step: 'wait', reason: 'InfraClusterDoesNotExist', provisioned: false };
  return { step: 'fail', error: new ExternalObjectDeletedError(`${cluster.spec.infrastructureRef?.kind} has been deleted after being provisioned`) };
}

function planFound({ cluster }: ClusterScope, { object, contract }: FoundObject): InfrastructurePlan {
  try {
    const provisioned = infraClusterProvisioned(object, contract);
    if (isDeleting(object)) return { step: 'wait', reason: 'InfraClusterDeleting', provisioned };
    if (!provisioned && !cluster.status?.initialization?.infrastructureProvisioned) return { step: 'wait', reason: 'InfraClusterNotProvisioned', provisioned };
    return { step: 'takeOver', provisioned, endpoint: infraClusterEndpoint(object), failureDomains: infraClusterFailureDomains(object, contract) };
  } catch (error) {
    if (AppError.is(error)) return { step: 'fail', error };
    throw error;
  }
}
