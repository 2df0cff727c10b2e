import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { DockerClusterSpecSchema } from '../docker-cluster/docker-cluster.schema.ts';

/** The DockerCluster to create. */
export const DockerClusterTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to the objects made from the template: labels and annotations.')),
  spec: described(DockerClusterSpecSchema, 'spec is the spec of each DockerCluster.'),
});

export interface DockerClusterTemplateResource extends Static<typeof DockerClusterTemplateResourceSchema> {}

/** What DockerClusters are made from. */
export const DockerClusterTemplateSpecSchema = object({
  template: described(DockerClusterTemplateResourceSchema, 'template describes the DockerClusters to create.'),
});

export interface DockerClusterTemplateSpec extends Static<typeof DockerClusterTemplateSpecSchema> {}

export const DockerClusterTemplateSchema = kubeObject(
  {
    spec: optional(described(DockerClusterTemplateSpecSchema, 'spec is what the DockerClusterTemplate should be.')),
  },
  { description: 'DockerClusterTemplate is what the DockerClusters of a ClusterClass are made from.' },
);

/** DockerClusterTemplate is what the DockerClusters of a ClusterClass are made from. */
export interface DockerClusterTemplate extends KubeObject {
  spec: DockerClusterTemplateSpec;
}
