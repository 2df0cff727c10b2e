import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { ClusterClass } from './cluster-class.schema.ts';

export const ClusterClasses: Resource<ClusterClass> = {
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'ClusterClass',
  plural: 'clusterclasses',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const clusterClassHead = crdHead({
  resource: ClusterClasses,
  shortNames: ['cc'],
  status: true,
  columns: [
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Variables Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="VariablesReady")].status' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
