import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { KubeadmConfigSpecSchema } from '../kubeadm-config-spec/kubeadm-config-spec.schema.ts';

/** The KubeadmConfig to create. */
export const KubeadmConfigTemplateResourceSchema = object(
  {
    metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to the objects made from the template: labels and annotations.')),
    spec: optional(described(KubeadmConfigSpecSchema, 'spec is the spec of each KubeadmConfig.')),
  },
  { minProperties: 1 },
);

export interface KubeadmConfigTemplateResource extends Static<typeof KubeadmConfigTemplateResourceSchema> {}

/** What KubeadmConfigs are made from. */
export const KubeadmConfigTemplateSpecSchema = object({
  template: described(KubeadmConfigTemplateResourceSchema, 'template describes the KubeadmConfigs to create.'),
});

export interface KubeadmConfigTemplateSpec extends Static<typeof KubeadmConfigTemplateSpecSchema> {}

export const KubeadmConfigTemplateSchema = kubeObject(
  {
    spec: optional(described(KubeadmConfigTemplateSpecSchema, 'spec is what the KubeadmConfigTemplate should be.')),
  },
  { description: 'KubeadmConfigTemplate is what KubeadmConfigs are made from.' },
);

/** KubeadmConfigTemplate is what KubeadmConfigs are made from. */
export interface KubeadmConfigTemplate extends KubeObject {
  spec: KubeadmConfigTemplateSpec;
}
