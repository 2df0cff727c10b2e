import type { ClusterResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { Client, ReconcileContext } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { ignoreNotFound } from '@clusterwright/kube-client';

export interface ClusterResourceSetBindingDeps {
  readonly client: Client;
  readonly features: FeatureGates;
}

/** What one pass looks at. */
export interface ClusterResourceSetBindingScope {
  readonly binding: ClusterResourceSetBinding;
  /** Undefined where it does not exist. */
  readonly cluster: Cluster | undefined;
  /** Whether extensions may hold back the deletion of a Cluster with a topology. */
  readonly waitsForDeleteHook: boolean;
}

export async function gatherClusterResourceSetBindingScope({ client, features }: ClusterResourceSetBindingDeps, binding: ClusterResourceSetBinding, { signal }: Pick<ReconcileContext, 'signal'>): Promise<ClusterResourceSetBindingScope> {
  const key = { namespace: binding.metadata.namespace, name: binding.spec.clusterName };
  // Two watches may tell of a Cluster and its binding in the wrong order, and what a deleted binding knew is lost: only the API server is believed.
  const cluster = (await client.get(Clusters, key)) ?? (await ignoreNotFound(client.live.get(Clusters, key, { signal })));
  return { binding, cluster, waitsForDeleteHook: features.enabled('RuntimeSDK') && features.enabled('ClusterTopology') };
}
