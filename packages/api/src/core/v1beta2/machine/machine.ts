import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { Machine } from './machine.schema.ts';

export const Machines: Resource<Machine> = {
  group: 'cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'Machine',
  plural: 'machines',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const machineHead = crdHead({
  resource: Machines,
  shortNames: ['ma'],
  status: true,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
    { name: 'Node Name', type: 'string', jsonPath: '.status.nodeRef.name' },
    { name: 'Provider ID', type: 'string', jsonPath: '.spec.providerID', priority: 10 },
    { name: 'Failure domain', type: 'string', jsonPath: '.status.failureDomain' },
    { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
    { name: 'Available', type: 'string', jsonPath: '.status.conditions[?(@.type=="Available")].status' },
    { name: 'Up-to-date', type: 'string', jsonPath: '.status.conditions[?(@.type=="UpToDate")].status' },
    { name: 'Internal-IP', type: 'string', jsonPath: '.status.addresses[?(@.type=="InternalIP")].address', priority: 10 },
    { name: 'External-IP', type: 'string', jsonPath: '.status.addresses[?(@.type=="ExternalIP")].address', priority: 10 },
    { name: 'OS-Image', type: 'string', jsonPath: '.status.nodeInfo.osImage', priority: 10 },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Version', type: 'string', jsonPath: '.spec.version' },
  ],
});
