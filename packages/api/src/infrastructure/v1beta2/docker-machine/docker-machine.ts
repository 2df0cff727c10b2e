import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DockerMachine } from './docker-machine.schema.ts';

export const DockerMachines: Resource<DockerMachine> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DockerMachine',
  plural: 'dockermachines',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const dockerMachineHead = crdHead({
  resource: DockerMachines,
  shortNames: [],
  status: true,
  deprecated: true,
  columns: [
    { name: 'Cluster', type: 'string', jsonPath: `.metadata.labels['cluster\\.x-k8s\\.io/cluster-name']` },
    { name: 'Provider ID', type: 'string', jsonPath: '.spec.providerID', priority: 10 },
    { name: 'Failure domain', type: 'string', jsonPath: '.status.failureDomain' },
    { name: 'IP', type: 'string', jsonPath: '.status.addresses[?(@.type=="InternalIP")].address', priority: 10 },
    { name: 'Paused', type: 'string', jsonPath: '.status.conditions[?(@.type=="Paused")].status', priority: 10 },
    { name: 'Provisioned', type: 'string', jsonPath: '.status.initialization.provisioned' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
