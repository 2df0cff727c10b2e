import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { MachinePool } from './machine-pool.schema.ts';

export const MachinePools: Resource<MachinePool> = {
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'MachinePool',
  plural: 'machinepools',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const machinePoolHead = crdHead({
  resource: MachinePools,
  shortNames: ['mp'],
  status: true,
  scale: { statusReplicasPath: '.status.replicas', specReplicasPath: '.spec.replicas' },
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Desired', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Current', type: 'integer', jsonPath: '.status.replicas' },
    { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
    { name: 'Available', type: 'integer', jsonPath: '.status.availableReplicas' },
    { name: 'Up-to-date', type: 'integer', jsonPath: '.status.upToDateReplicas' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.template.spec.version' },
  ],
});
