import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, listMap, object, optional, type Static } from '../../../schema/schema.ts';
import { KubeadmConfigSpecSchema } from '../../../bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.schema.ts';
import { KubeadmControlPlaneRemediationSpecSchema, KubeadmControlPlaneRolloutSpecSchema } from '../kubeadm-control-plane/rollout.schema.ts';
import { MachineDeletionSpecSchema } from '../../../core/v1beta2/shared/machine-deletion.schema.ts';
import { MachineNamingSpecSchema } from '../../../core/v1beta2/shared/machine-naming.schema.ts';
import { MachineTaintSchema } from '../../../core/v1beta2/shared/machine-taint.schema.ts';
import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';

/** KubeadmControlPlaneTemplateMachineTemplateSpec is to be described. */
export const KubeadmControlPlaneTemplateMachineTemplateSpecSchema = object({
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion is to be described.')),
  taints: optional(listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description: 'taints is to be described.' })),
}, { minProperties: 1 });

export interface KubeadmControlPlaneTemplateMachineTemplateSpec extends Static<typeof KubeadmControlPlaneTemplateMachineTemplateSpecSchema> {}

/** KubeadmControlPlaneTemplateMachineTemplate is to be described. */
export const KubeadmControlPlaneTemplateMachineTemplateSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  spec: optional(described(KubeadmControlPlaneTemplateMachineTemplateSpecSchema, 'spec is to be described.')),
}, { minProperties: 1 });

export interface KubeadmControlPlaneTemplateMachineTemplate extends Static<typeof KubeadmControlPlaneTemplateMachineTemplateSchema> {}

/** KubeadmControlPlaneTemplateResourceSpec is to be described. */
export const KubeadmControlPlaneTemplateResourceSpecSchema = object({
  machineTemplate: optional(described(KubeadmControlPlaneTemplateMachineTemplateSchema, 'machineTemplate is to be described.')),
  kubeadmConfigSpec: optional(described(KubeadmConfigSpecSchema, 'kubeadmConfigSpec is to be described.')),
  rollout: optional(described(KubeadmControlPlaneRolloutSpecSchema, 'rollout is to be described.')),
  remediation: optional(described(KubeadmControlPlaneRemediationSpecSchema, 'remediation is to be described.')),
  machineNaming: optional(described(MachineNamingSpecSchema, 'machineNaming is to be described.')),
}, { minProperties: 1 });

export interface KubeadmControlPlaneTemplateResourceSpec extends Static<typeof KubeadmControlPlaneTemplateResourceSpecSchema> {}

/** KubeadmControlPlaneTemplateResource is to be described. */
export const KubeadmControlPlaneTemplateResourceSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  spec: optional(described(KubeadmControlPlaneTemplateResourceSpecSchema, 'spec is to be described.')),
}, { minProperties: 1 });

export interface KubeadmControlPlaneTemplateResource extends Static<typeof KubeadmControlPlaneTemplateResourceSchema> {}

/** KubeadmControlPlaneTemplateSpec is to be described. */
export const KubeadmControlPlaneTemplateSpecSchema = object({
  template: described(KubeadmControlPlaneTemplateResourceSchema, 'template is to be described.'),
});

export interface KubeadmControlPlaneTemplateSpec extends Static<typeof KubeadmControlPlaneTemplateSpecSchema> {}

export const KubeadmControlPlaneTemplateSchema = kubeObject({
  spec: optional(described(KubeadmControlPlaneTemplateSpecSchema, 'spec is to be described.')),
}, { description: 'KubeadmControlPlaneTemplate is to be described.' });

/** KubeadmControlPlaneTemplate is to be described. */
export interface KubeadmControlPlaneTemplate extends KubeObject {
  spec: KubeadmControlPlaneTemplateSpec;
}
