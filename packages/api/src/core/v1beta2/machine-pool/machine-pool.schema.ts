import type { KubeObject } from '../../../resource.ts';
import { described, enumeration, int32, int64, kubeObject, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { v1beta1ConditionList } from '../shared/deprecated-status.schema.ts';
import { MachineInitializationStatusSchema } from '../shared/machine-initialization.schema.ts';
import { MachineTemplateSpecSchema } from '../shared/machine-template.schema.ts';
import { StatusVersionSchema } from '../shared/status-versions.schema.ts';
import { ObjectReferenceSchema } from '../../../schema/corev1.schema.ts';

/** MachinePoolSpec is to be described. */
export const MachinePoolSpecSchema = object({
  clusterName: string({ minLength: 1, maxLength: 63, description: 'clusterName is to be described.' }),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  template: described(MachineTemplateSpecSchema, 'template is to be described.'),
  providerIDList: optional(listAtomic(string({ minLength: 1, maxLength: 512 }), { maxItems: 10000, description: 'providerIDList is to be described.' })),
  failureDomains: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { maxItems: 100, description: 'failureDomains is to be described.' })),
});

export interface MachinePoolSpec extends Static<typeof MachinePoolSpecSchema> {}

/** MachinePoolV1Beta1DeprecatedStatus is to be described. */
export const MachinePoolV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions is to be described.')),
  failureReason: optional(string({ description: 'failureReason is to be described.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage is to be described.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is to be described.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is to be described.' })),
  unavailableReplicas: optional(int32({ description: 'unavailableReplicas is to be described.' })),
});

export interface MachinePoolV1Beta1DeprecatedStatus extends Static<typeof MachinePoolV1Beta1DeprecatedStatusSchema> {}

/** MachinePoolDeprecatedStatus is to be described. */
export const MachinePoolDeprecatedStatusSchema = object({
  v1beta1: optional(described(MachinePoolV1Beta1DeprecatedStatusSchema, 'v1beta1 is to be described.')),
});

export interface MachinePoolDeprecatedStatus extends Static<typeof MachinePoolDeprecatedStatusSchema> {}

/** MachinePoolStatus is to be described. */
export const MachinePoolStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  initialization: optional(described(MachineInitializationStatusSchema, 'initialization is to be described.')),
  nodeRefs: optional(listAtomic(ObjectReferenceSchema, { maxItems: 10000, description: 'nodeRefs is to be described.' })),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is to be described.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is to be described.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is to be described.' })),
  versions: optional(listMap(['version'], StatusVersionSchema, { minItems: 1, maxItems: 100, description: 'versions is to be described.' })),
  phase: optional(enumeration(['Pending', 'Provisioning', 'Provisioned', 'Running', 'ScalingUp', 'ScalingDown', 'Scaling', 'Deleting', 'Failed', 'Unknown'], { description: 'phase is to be described.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  deprecated: optional(described(MachinePoolDeprecatedStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface MachinePoolStatus extends Static<typeof MachinePoolStatusSchema> {}

export const MachinePoolSchema = kubeObject({
  spec: described(MachinePoolSpecSchema, 'spec is to be described.'),
  status: optional(described(MachinePoolStatusSchema, 'status is to be described.')),
}, { description: 'MachinePool is to be described.' });

/** MachinePool is to be described. */
export interface MachinePool extends KubeObject {
  spec: MachinePoolSpec;
  status?: MachinePoolStatus;
}
