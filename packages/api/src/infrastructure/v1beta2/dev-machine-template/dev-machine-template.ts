import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DevMachineTemplate } from './dev-machine-template.schema.ts';

export const DevMachineTemplates: Resource<DevMachineTemplate> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DevMachineTemplate',
  plural: 'devmachinetemplates',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const devMachineTemplateHead = crdHead({
  resource: DevMachineTemplates,
  shortNames: [],
  status: true,
  columns: [
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
