import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import { DevClusterSpecSchema } from '../dev-cluster/dev-cluster.schema.ts';

/** DevClusterTemplateResource is to be described. */
export const DevClusterTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  spec: described(DevClusterSpecSchema, 'spec is to be described.'),
});

export interface DevClusterTemplateResource extends Static<typeof DevClusterTemplateResourceSchema> {}

/** DevClusterTemplateSpec is to be described. */
export const DevClusterTemplateSpecSchema = object({
  template: described(DevClusterTemplateResourceSchema, 'template is to be described.'),
});

export interface DevClusterTemplateSpec extends Static<typeof DevClusterTemplateSpecSchema> {}

export const DevClusterTemplateSchema = kubeObject({
  spec: optional(described(DevClusterTemplateSpecSchema, 'spec is to be described.')),
}, { description: 'DevClusterTemplate is to be described.' });

/** DevClusterTemplate is to be described. */
export interface DevClusterTemplate extends KubeObject {
  spec: DevClusterTemplateSpec;
}
