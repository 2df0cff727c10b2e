import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { ClusterResourceSetBinding } from './cluster-resource-set-binding.schema.ts';

export const ClusterResourceSetBindings: Resource<ClusterResourceSetBinding> = {
  group: 'addons.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'ClusterResourceSetBinding',
  plural: 'clusterresourcesetbindings',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const clusterResourceSetBindingHead = crdHead({
  resource: ClusterResourceSetBindings,
  shortNames: [],
  status: false,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
