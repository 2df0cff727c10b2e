import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DockerMachineTemplate } from './docker-machine-template.schema.ts';

export const DockerMachineTemplates: Resource<DockerMachineTemplate> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DockerMachineTemplate',
  plural: 'dockermachinetemplates',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const dockerMachineTemplateHead = crdHead({
  resource: DockerMachineTemplates,
  shortNames: [],
  status: true,
  deprecated: true,
  columns: [
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
