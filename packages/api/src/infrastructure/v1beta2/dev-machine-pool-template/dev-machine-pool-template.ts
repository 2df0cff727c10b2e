import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DevMachinePoolTemplate } from './dev-machine-pool-template.schema.ts';

export const DevMachinePoolTemplates: Resource<DevMachinePoolTemplate> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DevMachinePoolTemplate',
  plural: 'devmachinepooltemplates',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const devMachinePoolTemplateHead = crdHead({
  resource: DevMachinePoolTemplates,
  shortNames: [],
  status: false,
  columns: [
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
