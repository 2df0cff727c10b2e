import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { ClusterResourceSet } from './cluster-resource-set.schema.ts';

export const ClusterResourceSets: Resource<ClusterResourceSet> = {
  group: 'addons.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'ClusterResourceSet',
  plural: 'clusterresourcesets',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const clusterResourceSetHead = crdHead({
  resource: ClusterResourceSets,
  shortNames: [],
  status: true,
  columns: [
    { name: 'Applied', type: 'string', jsonPath: '.status.conditions[?(@.type=="ResourcesApplied")].status' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
