import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DockerCluster } from './docker-cluster.schema.ts';

export const DockerClusters: Resource<DockerCluster> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DockerCluster',
  plural: 'dockerclusters',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const dockerClusterHead = crdHead({
  resource: DockerClusters,
  shortNames: [],
  status: true,
  deprecated: true,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: `.metadata.labels['cluster\\.x-k8s\\.io/cluster-name']` },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
