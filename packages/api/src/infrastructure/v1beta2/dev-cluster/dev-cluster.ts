import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DevCluster } from './dev-cluster.schema.ts';

export const DevClusters: Resource<DevCluster> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DevCluster',
  plural: 'devclusters',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const devClusterHead = crdHead({
  resource: DevClusters,
  shortNames: [],
  status: true,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: `.metadata.labels['cluster\\.x-k8s\\.io/cluster-name']` },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
