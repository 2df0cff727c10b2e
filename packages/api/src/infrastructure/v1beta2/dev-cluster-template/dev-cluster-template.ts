import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DevClusterTemplate } from './dev-cluster-template.schema.ts';

export const DevClusterTemplates: Resource<DevClusterTemplate> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DevClusterTemplate',
  plural: 'devclustertemplates',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const devClusterTemplateHead = crdHead({
  resource: DevClusterTemplates,
  shortNames: [],
  status: false,
  columns: [
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
