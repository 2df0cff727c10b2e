/** The kinds of the group addons.cluster.x-k8s.io, version v1beta2. */
export { ClusterResourceSets } from './v1beta2/cluster-resource-set/cluster-resource-set.ts';
export { ClusterResourceSetBindings } from './v1beta2/cluster-resource-set-binding/cluster-resource-set-binding.ts';
export { clusterResourceSetConditions, type ClusterResourceSetConditions } from './v1beta2/cluster-resource-set/cluster-resource-set.conditions.ts';
export type {
  ResourceBinding,
  ResourceSetBinding,
  ClusterResourceSetBindingSpec,
  ClusterResourceSetBinding,
} from './v1beta2/cluster-resource-set-binding/cluster-resource-set-binding.schema.ts';
export type {
  ResourceRef,
  ClusterResourceSetSpec,
  ClusterResourceSetStatus,
  ClusterResourceSet,
} from './v1beta2/cluster-resource-set/cluster-resource-set.schema.ts';
