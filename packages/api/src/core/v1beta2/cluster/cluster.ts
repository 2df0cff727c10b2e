import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { Cluster } from './cluster.schema.ts';

export const Clusters: Resource<Cluster> = {
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'Cluster',
  plural: 'clusters',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const clusterHead = crdHead({
  resource: Clusters,
  shortNames: ['cl'],
  status: true,
  columns: [
    { name: 'ClusterClass', type: 'string', jsonPath: '.spec.topology.classRef.name' },
    { name: 'Available', type: 'string', jsonPath: '.status.conditions[?(@.type=="Available")].status' },
    { name: 'CP Desired', type: 'integer', jsonPath: '.status.controlPlane.desiredReplicas' },
    { name: 'CP Current', type: 'integer', jsonPath: '.status.controlPlane.replicas', priority: 10 },
    { name: 'CP Ready', type: 'integer', jsonPath: '.status.controlPlane.readyReplicas', priority: 10 },
    { name: 'CP Available', type: 'integer', jsonPath: '.status.controlPlane.availableReplicas' },
    { name: 'CP Up-to-date', type: 'integer', jsonPath: '.status.controlPlane.upToDateReplicas' },
    { name: 'W Desired', type: 'integer', jsonPath: '.status.workers.desiredReplicas' },
    { name: 'W Current', type: 'integer', jsonPath: '.status.workers.replicas', priority: 10 },
    { name: 'W Ready', type: 'integer', jsonPath: '.status.workers.readyReplicas', priority: 10 },
    { name: 'W Available', type: 'integer', jsonPath: '.status.workers.availableReplicas' },
    { name: 'W Up-to-date', type: 'integer', jsonPath: '.status.workers.upToDateReplicas' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.topology.version' },
  ],
});
