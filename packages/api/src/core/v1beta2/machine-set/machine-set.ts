import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { MachineSet } from './machine-set.schema.ts';

export const MachineSets: Resource<MachineSet> = {
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'MachineSet',
  plural: 'machinesets',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const machineSetHead = crdHead({
  resource: MachineSets,
  shortNames: ['ms'],
  status: true,
  scale: { statusReplicasPath: '.status.replicas', specReplicasPath: '.spec.replicas', labelSelectorPath: '.status.selector' },
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Desired', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Current', type: 'integer', jsonPath: '.status.replicas' },
    { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
    { name: 'Available', type: 'integer', jsonPath: '.status.availableReplicas' },
    { name: 'Up-to-date', type: 'integer', jsonPath: '.status.upToDateReplicas' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.template.spec.version' },
  ],
});
