import { KubeadmConfigSpecSchema } from '../../../bootstrap/v1beta2/kubeadm-config-spec/kubeadm-config-spec.schema.ts';
import { conditionGateList } from '../../../core/v1beta2/shared/condition-gate.schema.ts';
import { MachineDeletionSpecSchema } from '../../../core/v1beta2/shared/machine-deletion.schema.ts';
import { MachineNamingSpecSchema } from '../../../core/v1beta2/shared/machine-naming.schema.ts';
import { machineTaintList } from '../../../core/v1beta2/shared/machine-taint.schema.ts';
import { ContractVersionedObjectReferenceSchema } from '../../../core/v1beta2/shared/references.schema.ts';
import { TemplateObjectMetaSchema } from '../../../core/v1beta2/shared/template-metadata.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, int32, kubeObject, object, optional, string, type Static } from '../../../schema/schema.ts';
import { type KubeadmControlPlaneStatus, KubeadmControlPlaneStatusSchema } from './kubeadm-control-plane-status.schema.ts';
import { KubeadmControlPlaneRemediationSpecSchema, KubeadmControlPlaneRolloutSpecSchema } from './rollout.schema.ts';

/** The part of the Machines' spec that the user decides. */
export const KubeadmControlPlaneMachineTemplateSpecSchema = object({
  infrastructureRef: described(ContractVersionedObjectReferenceSchema, 'infrastructureRef names the template of the InfraMachines.'),
  readinessGates: optional(conditionGateList('readinessGates names further conditions that the Machines must have before they are ready.')),
  deletion: optional(described(MachineDeletionSpecSchema, 'deletion sets the time limits for deleting Machines.')),
  taints: optional(machineTaintList('taints are kept on the Nodes of the Machines.')),
});

export interface KubeadmControlPlaneMachineTemplateSpec extends Static<typeof KubeadmControlPlaneMachineTemplateSpecSchema> {}

/** The Machines of a control plane. */
export const KubeadmControlPlaneMachineTemplateSchema = object({
  metadata: optional(described(TemplateObjectMetaSchema, 'metadata is copied to each Machine and what it owns: labels and annotations.')),
  spec: described(KubeadmControlPlaneMachineTemplateSpecSchema, "spec is the part of the Machines' spec that the user decides."),
});

export interface KubeadmControlPlaneMachineTemplate extends Static<typeof KubeadmControlPlaneMachineTemplateSchema> {}

/** The control plane that is asked for. */
export const KubeadmControlPlaneSpecSchema = object({
  replicas: optional(int32({ description: 'replicas is the number of control plane Machines; odd with local etcd, 1 where absent.' })),
  version: string({ minLength: 1, maxLength: 256, description: 'version is the Kubernetes version of the control plane.' }),
  machineTemplate: described(KubeadmControlPlaneMachineTemplateSchema, 'machineTemplate describes the Machines.'),
  kubeadmConfigSpec: optional(described(KubeadmConfigSpecSchema, 'kubeadmConfigSpec is the kubeadm configuration of the Machines.')),
  rollout: optional(described(KubeadmControlPlaneRolloutSpecSchema, 'rollout says when and how Machines are replaced.')),
  remediation: optional(described(KubeadmControlPlaneRemediationSpecSchema, 'remediation says how unhealthy Machines are repaired.')),
  machineNaming: optional(described(MachineNamingSpecSchema, 'machineNaming says how Machines are named.')),
});

export interface KubeadmControlPlaneSpec extends Static<typeof KubeadmControlPlaneSpecSchema> {}

export const KubeadmControlPlaneSchema = kubeObject(
  {
    spec: described(KubeadmControlPlaneSpecSchema, 'spec is the control plane that is asked for.'),
    status: optional(described(KubeadmControlPlaneStatusSchema, 'status is what was observed of the control plane.')),
  },
  { description: 'KubeadmControlPlane runs a control plane on Machines that kubeadm sets up.' },
);

/** KubeadmControlPlane runs a control plane on Machines that kubeadm sets up. */
export interface KubeadmControlPlane extends KubeObject {
  spec: KubeadmControlPlaneSpec;
  status?: KubeadmControlPlaneStatus;
}
