import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { DevClusterSpecSchema } from '../dev-cluster/dev-cluster.schema.ts';

/** The DevCluster to create. */
export const DevClusterTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to the objects made from the template: labels and annotations.')),
  spec: described(DevClusterSpecSchema, 'spec is the spec of each DevCluster.'),
});

export interface DevClusterTemplateResource extends Static<typeof DevClusterTemplateResourceSchema> {}

/** What DevClusters are made from. */
export const DevClusterTemplateSpecSchema = object({
  template: described(DevClusterTemplateResourceSchema, 'template describes the DevClusters to create.'),
});

export interface DevClusterTemplateSpec extends Static<typeof DevClusterTemplateSpecSchema> {}

export const DevClusterTemplateSchema = kubeObject(
  {
    spec: optional(described(DevClusterTemplateSpecSchema, 'spec is what the DevClusterTemplate should be.')),
  },
  { description: 'DevClusterTemplate is what the DevClusters of a ClusterClass are made from.' },
);

/** DevClusterTemplate is what the DevClusters of a ClusterClass are made from. */
export interface DevClusterTemplate extends KubeObject {
  spec: DevClusterTemplateSpec;
}
