import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { KubeadmConfigSpecSchema } from '../kubeadm-config-spec/kubeadm-config-spec.schema.ts';
import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';

/** KubeadmConfigTemplateResource is to be described. */
export const KubeadmConfigTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  spec: optional(described(KubeadmConfigSpecSchema, 'spec is to be described.')),
}, { minProperties: 1 });

export interface KubeadmConfigTemplateResource extends Static<typeof KubeadmConfigTemplateResourceSchema> {}

/** KubeadmConfigTemplateSpec is to be described. */
export const KubeadmConfigTemplateSpecSchema = object({
  template: described(KubeadmConfigTemplateResourceSchema, 'template is to be described.'),
});

export interface KubeadmConfigTemplateSpec extends Static<typeof KubeadmConfigTemplateSpecSchema> {}

export const KubeadmConfigTemplateSchema = kubeObject({
  spec: optional(described(KubeadmConfigTemplateSpecSchema, 'spec is to be described.')),
}, { description: 'KubeadmConfigTemplate is to be described.' });

/** KubeadmConfigTemplate is to be described. */
export interface KubeadmConfigTemplate extends KubeObject {
  spec: KubeadmConfigTemplateSpec;
}
