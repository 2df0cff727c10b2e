import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { MachineHealthCheck } from './machine-health-check.schema.ts';

export const MachineHealthChecks: Resource<MachineHealthCheck> = {
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'MachineHealthCheck',
  plural: 'machinehealthchecks',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const machineHealthCheckHead = crdHead({
  resource: MachineHealthChecks,
  shortNames: ['mhc', 'mhcs'],
  status: true,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Replicas', type: 'integer', jsonPath: '.status.expectedMachines' },
    { name: 'Healthy', type: 'integer', jsonPath: '.status.currentHealthy' },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
