import type { KubeObject } from '../../../resource.ts';
import { boolean, described, enumeration, int32, int64, intOrString, kubeObject, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { v1beta1ConditionList } from '../shared/deprecated-status.schema.ts';
import { MachineSetDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { MachineNamingSpecSchema } from '../shared/machine-naming.schema.ts';
import { MachineTemplateSpecSchema } from '../shared/machine-template.schema.ts';
import { MachineDeploymentRolloutSpecSchema } from '../shared/rollout.schema.ts';
import { StatusVersionSchema } from '../shared/status-versions.schema.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';

/** MachineDeploymentRemediationSpec is to be described. */
export const MachineDeploymentRemediationSpecSchema = object({
  maxInFlight: optional(intOrString({ description: 'maxInFlight is to be described.' })),
}, { minProperties: 1 });

export interface MachineDeploymentRemediationSpec extends Static<typeof MachineDeploymentRemediationSpecSchema> {}

/** MachineDeploymentSpec is to be described. */
export const MachineDeploymentSpecSchema = object({
  clusterName: string({ minLength: 1, maxLength: 63, description: 'clusterName is to be described.' }),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  rollout: optional(described(MachineDeploymentRolloutSpecSchema, 'rollout is to be described.')),
  selector: described(LabelSelectorSchema, 'selector is to be described.'),
  template: described(MachineTemplateSpecSchema, 'template is to be described.'),
  machineNaming: optional(described(MachineNamingSpecSchema, 'machineNaming is to be described.')),
  remediation: optional(described(MachineDeploymentRemediationSpecSchema, 'remediation is to be described.')),
  deletion: optional(described(MachineSetDeletionSpecSchema, 'deletion is to be described.')),
  paused: optional(boolean({ description: 'paused is to be described.' })),
});

export interface MachineDeploymentSpec extends Static<typeof MachineDeploymentSpecSchema> {}

/** MachineDeploymentV1Beta1DeprecatedStatus is to be described. */
export const MachineDeploymentV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions is to be described.')),
  updatedReplicas: optional(int32({ description: 'updatedReplicas is to be described.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is to be described.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is to be described.' })),
  unavailableReplicas: optional(int32({ description: 'unavailableReplicas is to be described.' })),
});

export interface MachineDeploymentV1Beta1DeprecatedStatus extends Static<typeof MachineDeploymentV1Beta1DeprecatedStatusSchema> {}

/** MachineDeploymentDeprecatedStatus is to be described. */
export const MachineDeploymentDeprecatedStatusSchema = object({
  v1beta1: optional(described(MachineDeploymentV1Beta1DeprecatedStatusSchema, 'v1beta1 is to be described.')),
});

export interface MachineDeploymentDeprecatedStatus extends Static<typeof MachineDeploymentDeprecatedStatusSchema> {}

/** MachineDeploymentStatus is to be described. */
export const MachineDeploymentStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  selector: optional(string({ minLength: 1, maxLength: 4096, description: 'selector is to be described.' })),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is to be described.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is to be described.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is to be described.' })),
  versions: optional(listMap(['version'], StatusVersionSchema, { minItems: 1, maxItems: 100, description: 'versions is to be described.' })),
  phase: optional(enumeration(['ScalingUp', 'ScalingDown', 'Running', 'Failed', 'Unknown'], { description: 'phase is to be described.' })),
  deprecated: optional(described(MachineDeploymentDeprecatedStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface MachineDeploymentStatus extends Static<typeof MachineDeploymentStatusSchema> {}

export const MachineDeploymentSchema = kubeObject({
  spec: described(MachineDeploymentSpecSchema, 'spec is to be described.'),
  status: optional(described(MachineDeploymentStatusSchema, 'status is to be described.')),
}, { description: 'MachineDeployment is to be described.' });

/** MachineDeployment is to be described. */
export interface MachineDeployment extends KubeObject {
  spec: MachineDeploymentSpec;
  status?: MachineDeploymentStatus;
}
