import { isValidEndpoint, type Endpoint } from '@clusterwright/contract';
import type { ClusterScope } from '../cluster.scope.ts';
import { endpointOf } from '../status/derived.status.ts';

export type KubeconfigPlan = { readonly step: 'none' } | { readonly step: 'ensure'; readonly endpoint: Endpoint };

/** Only stand-alone control plane Machines leave the kubeconfig to the Cluster (CL-12): a control plane object makes its own. */
export function planKubeconfig(scope: ClusterScope): KubeconfigPlan {
  const endpoint = endpointOf(scope);
  return scope.cluster.spec.controlPlaneRef || !isValidEndpoint(endpoint) ? { step: 'none' } : { step: 'ensure', endpoint };
}
