import type { KubeObject } from '../../../resource.ts';
import { described, int32, kubeObject, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { KubeadmConfigSpecSchema } from '../../../bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.schema.ts';
import { type KubeadmControlPlaneStatus, KubeadmControlPlaneStatusSchema } from './kubeadm-control-plane-status.schema.ts';
import { KubeadmControlPlaneRemediationSpecSchema, KubeadmControlPlaneRolloutSpecSchema } from './rollout.schema.ts';
import { ConditionGateSchema } from '../../../core/v1beta2/shared/condition-gate.schema.ts';
import { MachineDeletionSpecSchema } from '../../../core/v1beta2/shared/machine-deletion.schema.ts';
import { MachineNamingSpecSchema } from '../../../core/v1beta2/shared/machine-naming.schema.ts';
import { MachineTaintSchema } from '../../../core/v1beta2/shared/machine-taint.schema.ts';
import { ContractVersionedObjectReferenceSchema } from '../../../core/v1beta2/shared/references.schema.ts';
import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';

/** KubeadmControlPlaneMachineTemplateSpec is to be described. */
export const KubeadmControlPlaneMachineTemplateSpecSchema = object({
  infrastructureRef: described(ContractVersionedObjectReferenceSchema, 'infrastructureRef is to be described.'),
  readinessGates: optional(listMap(['conditionType'], ConditionGateSchema, { minItems: 1, maxItems: 32, description: 'readinessGates is to be described.' })),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion is to be described.')),
  taints: optional(listMap(['key', 'effect'], MachineTaintSchema, { minItems: 1, maxItems: 64, description: 'taints is to be described.' })),
});

export interface KubeadmControlPlaneMachineTemplateSpec extends Static<typeof KubeadmControlPlaneMachineTemplateSpecSchema> {}

/** KubeadmControlPlaneMachineTemplate is to be described. */
export const KubeadmControlPlaneMachineTemplateSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is to be described.')),
  spec: described(KubeadmControlPlaneMachineTemplateSpecSchema, 'spec is to be described.'),
});

export interface KubeadmControlPlaneMachineTemplate extends Static<typeof KubeadmControlPlaneMachineTemplateSchema> {}

/** KubeadmControlPlaneSpec is to be described. */
export const KubeadmControlPlaneSpecSchema = object({
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  version: string({ minLength: 1, maxLength: 256, description: 'version is to be described.' }),
  machineTemplate: described(KubeadmControlPlaneMachineTemplateSchema, 'machineTemplate is to be described.'),
  kubeadmConfigSpec: optional(described(KubeadmConfigSpecSchema, 'kubeadmConfigSpec is to be described.')),
  rollout: optional(described(KubeadmControlPlaneRolloutSpecSchema, 'rollout is to be described.')),
  remediation: optional(described(KubeadmControlPlaneRemediationSpecSchema, 'remediation is to be described.')),
  machineNaming: optional(described(MachineNamingSpecSchema, 'machineNaming is to be described.')),
});

export interface KubeadmControlPlaneSpec extends Static<typeof KubeadmControlPlaneSpecSchema> {}

export const KubeadmControlPlaneSchema = kubeObject({
  spec: described(KubeadmControlPlaneSpecSchema, 'spec is to be described.'),
  status: optional(described(KubeadmControlPlaneStatusSchema, 'status is to be described.')),
}, { description: 'KubeadmControlPlane is to be described.' });

/** KubeadmControlPlane is to be described. */
export interface KubeadmControlPlane extends KubeObject {
  spec: KubeadmControlPlaneSpec;
  status?: KubeadmControlPlaneStatus;
}
