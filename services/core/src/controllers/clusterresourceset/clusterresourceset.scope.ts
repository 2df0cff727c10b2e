import type { ClusterResourceSet, ClusterResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import { ClusterResourceSetBindings } from '@clusterwright/api/addons/v1beta2';
import { Clusters } from '@clusterwright/api/core/v1beta2';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { isEmptySelector, selectorMatches } from '@clusterwright/api/label-selector';
import type { Client, ReconcileContext } from '@clusterwright/controller-runtime';
import type { WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { observeResource } from './resources/observe-resource.ts';
import type { ObservedResource } from './resources/observe-resource.ts';
import type { ApiDiscovery } from './workload/api-discovery.ts';

export type Strategy = NonNullable<ClusterResourceSet['spec']['strategy']>;

export interface ClusterResourceSetDeps {
  readonly client: Client;
  readonly workloadClusters: Pick<WorkloadClusters, 'get'>;
  readonly discovery: ApiDiscovery;
}

/** The Clusters a ClusterResourceSet selects; `invalid` where its selector cannot be read. */
export type Selection = { readonly kind: 'selected'; readonly clusters: readonly Cluster[] } | { readonly kind: 'invalid'; readonly error: Error };

/** How applying to one Cluster went. */
export type ClusterResult =
  | { readonly kind: 'applied'; readonly bindingError?: Error | undefined }
  | { readonly kind: 'notConnected'; readonly reason: string; readonly bindingError?: Error | undefined }
  | { readonly kind: 'failed'; readonly errors: readonly Error[]; readonly bindingError?: Error | undefined };

/** What one pass looks at. */
export interface ClusterResourceSetScope {
  readonly clusterResourceSet: ClusterResourceSet;
  readonly selection: Selection;
  /** In the order of `spec.resources`; empty where no Cluster is selected. */
  readonly resources: readonly ObservedResource[];
  /** All bindings of the namespace. */
  readonly bindings: readonly ClusterResourceSetBinding[];
  /** Resources that could not be made dependents. */
  readonly ownershipErrors: readonly Error[];
  /** One for each Cluster that was tried. */
  readonly results: readonly ClusterResult[];
}

/** Reads everything a pass needs; manifests only where there is a Cluster for them. */
export async function gatherClusterResourceSetScope({ client }: ClusterResourceSetDeps, clusterResourceSet: ClusterResourceSet, { signal }: Pick<ReconcileContext, 'signal'>): Promise<ClusterResourceSetScope> {
  const { metadata, spec } = clusterResourceSet;
  const { namespace } = metadata;
  const [clusters, bindings] = await Promise.all([client.list(Clusters, { namespace }), client.list(ClusterResourceSetBindings, { namespace })]);
  const selection = select(clusterResourceSet, clusters);
  const isNeeded = metadata.deletionTimestamp === undefined && selection.kind === 'selected' && selection.clusters.length > 0;
  const resources = isNeeded ? await Promise.all(spec.resources.map((ref) => observeResource(client.live, namespace, ref, signal))) : [];
  return { clusterResourceSet, selection, resources, bindings, ownershipErrors: [], results: [] };
}

/** The Clusters that match and stay; an empty selector matches nothing (spec CRS-01). */
export function select({ spec: { clusterSelector } }: ClusterResourceSet, clusters: readonly Cluster[]): Selection {
  try {
    const isMeant = ({ metadata }: Cluster): boolean => metadata.deletionTimestamp === undefined && selectorMatches(clusterSelector, metadata.labels);
    return { kind: 'selected', clusters: isEmptySelector(clusterSelector) ? [] : clusters.filter(isMeant) };
  } catch (thrown) {
    return { kind: 'invalid', error: toError(thrown) };
  }
}

/** The strategy, also of an object from before it was defaulted. */
export function strategyOf({ spec }: ClusterResourceSet): Strategy {
  return spec.strategy ?? 'ApplyOnce';
}

/** Resources that keep anything from being applied: what was meant cannot be known without them. A missing one is no reason, it may come later (spec CRS-05). */
export function hasBlockingResource({ resources }: Pick<ClusterResourceSetScope, 'resources'>): boolean {
  return resources.some(({ kind }) => kind === 'wrongType' || kind === 'unreadable');
}
