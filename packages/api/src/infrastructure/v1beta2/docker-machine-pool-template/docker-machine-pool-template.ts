import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DockerMachinePoolTemplate } from './docker-machine-pool-template.schema.ts';

export const DockerMachinePoolTemplates: Resource<DockerMachinePoolTemplate> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DockerMachinePoolTemplate',
  plural: 'dockermachinepooltemplates',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const dockerMachinePoolTemplateHead = crdHead({
  resource: DockerMachinePoolTemplates,
  shortNames: [],
  status: false,
  deprecated: true,
  columns: [
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
