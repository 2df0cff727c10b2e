import { crdHead } from '../../../schema/crd-head.ts';
import type { Resource } from '../../../resource.ts';
import type { DockerClusterTemplate } from './docker-cluster-template.schema.ts';

export const DockerClusterTemplates: Resource<DockerClusterTemplate> = {
  group: 'infrastructure.cluster.x-k8s.io',
  version: 'v1beta2',
  kind: 'DockerClusterTemplate',
  plural: 'dockerclustertemplates',
  namespaced: true,
};

/** What the API server and kubectl are told about the kind besides its schema. */
export const dockerClusterTemplateHead = crdHead({
  resource: DockerClusterTemplates,
  shortNames: [],
  status: false,
  deprecated: true,
  columns: [
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});
