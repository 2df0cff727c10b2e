import type { KubeObject } from '../../../resource.ts';
import { described, int32, int64, kubeObject, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { v1beta1ConditionList } from '../shared/deprecated-status.schema.ts';
import { MachineSetDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { MachineNamingSpecSchema } from '../shared/machine-naming.schema.ts';
import { MachineTemplateSpecSchema } from '../shared/machine-template.schema.ts';
import { StatusVersionSchema } from '../shared/status-versions.schema.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';

/** MachineSetSpec is to be described. */
export const MachineSetSpecSchema = object({
  clusterName: string({ minLength: 1, maxLength: 63, description: 'clusterName is to be described.' }),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  selector: described(LabelSelectorSchema, 'selector is to be described.'),
  template: described(MachineTemplateSpecSchema, 'template is to be described.'),
  machineNaming: optional(described(MachineNamingSpecSchema, 'machineNaming is to be described.')),
  deletion: optional(described(MachineSetDeletionSpecSchema, 'deletion is to be described.')),
});

export interface MachineSetSpec extends Static<typeof MachineSetSpecSchema> {}

/** MachineSetV1Beta1DeprecatedStatus is to be described. */
export const MachineSetV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions is to be described.')),
  failureReason: optional(string({ description: 'failureReason is to be described.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage is to be described.' })),
  fullyLabeledReplicas: optional(int32({ description: 'fullyLabeledReplicas is to be described.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is to be described.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is to be described.' })),
});

export interface MachineSetV1Beta1DeprecatedStatus extends Static<typeof MachineSetV1Beta1DeprecatedStatusSchema> {}

/** MachineSetDeprecatedStatus is to be described. */
export const MachineSetDeprecatedStatusSchema = object({
  v1beta1: optional(described(MachineSetV1Beta1DeprecatedStatusSchema, 'v1beta1 is to be described.')),
});

export interface MachineSetDeprecatedStatus extends Static<typeof MachineSetDeprecatedStatusSchema> {}

/** MachineSetStatus is to be described. */
export const MachineSetStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  selector: optional(string({ minLength: 1, maxLength: 4096, description: 'selector is to be described.' })),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is to be described.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is to be described.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is to be described.' })),
  versions: optional(listMap(['version'], StatusVersionSchema, { minItems: 1, maxItems: 100, description: 'versions is to be described.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  deprecated: optional(described(MachineSetDeprecatedStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface MachineSetStatus extends Static<typeof MachineSetStatusSchema> {}

export const MachineSetSchema = kubeObject({
  spec: described(MachineSetSpecSchema, 'spec is to be described.'),
  status: optional(described(MachineSetStatusSchema, 'status is to be described.')),
}, { description: 'MachineSet is to be described.' });

/** MachineSet is to be described. */
export interface MachineSet extends KubeObject {
  spec: MachineSetSpec;
  status?: MachineSetStatus;
}
