import { KubeadmConfigSpecSchema } from '../../../bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.schema.ts';
import { MachineDeletionSpecSchema } from '../../../core/v1beta2/shared/machine-deletion.schema.ts';
import { MachineNamingSpecSchema } from '../../../core/v1beta2/shared/machine-naming.schema.ts';
import { machineTaintList } from '../../../core/v1beta2/shared/machine-taint.schema.ts';
import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { KubeadmControlPlaneRemediationSpecSchema, KubeadmControlPlaneRolloutSpecSchema } from '../kubeadm-control-plane/rollout.schema.ts';

/** The part of the Machines' spec that a class decides. */
export const KubeadmControlPlaneTemplateMachineTemplateSpecSchema = object(
  {
    deletion: optional(described(MachineDeletionSpecSchema, 'deletion sets the time limits for deleting Machines.')),
    taints: optional(machineTaintList('taints are kept on the Nodes of the Machines.')),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneTemplateMachineTemplateSpec extends Static<typeof KubeadmControlPlaneTemplateMachineTemplateSpecSchema> {}

/** The Machines of control planes of a class. */
export const KubeadmControlPlaneTemplateMachineTemplateSchema = object(
  {
    metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to each Machine and what it owns: labels and annotations.')),
    spec: optional(described(KubeadmControlPlaneTemplateMachineTemplateSpecSchema, "spec is the part of the Machines' spec that a class decides.")),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneTemplateMachineTemplate extends Static<typeof KubeadmControlPlaneTemplateMachineTemplateSchema> {}

/** The part of a KubeadmControlPlane's spec that a class decides. */
export const KubeadmControlPlaneTemplateResourceSpecSchema = object(
  {
    machineTemplate: optional(described(KubeadmControlPlaneTemplateMachineTemplateSchema, 'machineTemplate describes the Machines.')),
    kubeadmConfigSpec: optional(described(KubeadmConfigSpecSchema, 'kubeadmConfigSpec is the kubeadm configuration of the Machines.')),
    rollout: optional(described(KubeadmControlPlaneRolloutSpecSchema, 'rollout says when and how Machines are replaced.')),
    remediation: optional(described(KubeadmControlPlaneRemediationSpecSchema, 'remediation says how unhealthy Machines are repaired.')),
    machineNaming: optional(described(MachineNamingSpecSchema, 'machineNaming says how Machines are named.')),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneTemplateResourceSpec extends Static<typeof KubeadmControlPlaneTemplateResourceSpecSchema> {}

/** The KubeadmControlPlane to create. */
export const KubeadmControlPlaneTemplateResourceSchema = object(
  {
    metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to the objects made from the template: labels and annotations.')),
    spec: optional(described(KubeadmControlPlaneTemplateResourceSpecSchema, "spec is the part of the KubeadmControlPlane's spec that a class decides.")),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneTemplateResource extends Static<typeof KubeadmControlPlaneTemplateResourceSchema> {}

/** What KubeadmControlPlanes are made from. */
export const KubeadmControlPlaneTemplateSpecSchema = object({
  template: described(KubeadmControlPlaneTemplateResourceSchema, 'template describes the KubeadmControlPlanes to create.'),
});

export interface KubeadmControlPlaneTemplateSpec extends Static<typeof KubeadmControlPlaneTemplateSpecSchema> {}

export const KubeadmControlPlaneTemplateSchema = kubeObject(
  {
    spec: optional(described(KubeadmControlPlaneTemplateSpecSchema, 'spec is what the KubeadmControlPlaneTemplate should be.')),
  },
  { description: 'KubeadmControlPlaneTemplate is what the KubeadmControlPlanes of a ClusterClass are made from.' },
);

/** KubeadmControlPlaneTemplate is what the KubeadmControlPlanes of a ClusterClass are made from. */
export interface KubeadmControlPlaneTemplate extends KubeObject {
  spec: KubeadmControlPlaneTemplateSpec;
}
