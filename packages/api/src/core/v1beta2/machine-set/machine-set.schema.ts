import type { KubeObject } from '../../../resource.ts';
import { described, int32, int64, kubeObject, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { v1beta1ConditionList } from '../shared/deprecated-status.schema.ts';
import { MachineSetDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { MachineNamingSpecSchema } from '../shared/machine-naming.schema.ts';
import { MachineTemplateSpecSchema } from '../shared/machine-template.schema.ts';
import { StatusVersionSchema } from '../shared/status-versions.schema.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';

/** The Machines that a MachineSet keeps. */
export const MachineSetSpecSchema = object({
  clusterName: string({ minLength: 1, maxLength: 63, description: 'clusterName is the name of the Cluster that the object belongs to; it is in the same namespace.' }),
  replicas: optional(int32({ description: 'replicas is the number of Machines that are asked for; 1 where absent, unless the autoscaler bounds say otherwise.' })),
  selector: described(LabelSelectorSchema, 'selector matches the Machines of the MachineSet; the labels of the template must match it.'),
  template: described(MachineTemplateSpecSchema, 'template describes the Machines to create.'),
  machineNaming: optional(described(MachineNamingSpecSchema, 'machineNaming says how Machines are named.')),
  deletion: optional(described(MachineSetDeletionSpecSchema, 'deletion says which Machines are deleted first.')),
});

export interface MachineSetSpec extends Static<typeof MachineSetSpecSchema> {}

/** The v1beta1 fields of the status of a MachineSet. */
export const MachineSetV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions are the conditions in the format of v1beta1.')),
  failureReason: optional(string({ description: 'failureReason is a word for the terminal problem of the object; nothing writes it since v1beta2.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage describes the terminal problem of the object; nothing writes it since v1beta2.' })),
  fullyLabeledReplicas: optional(int32({ description: 'fullyLabeledReplicas is the number of Machines that carry all labels of the template.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Node is ready.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Node has been ready for minReadySeconds.' })),
});

export interface MachineSetV1Beta1DeprecatedStatus extends Static<typeof MachineSetV1Beta1DeprecatedStatusSchema> {}

/** Deprecated fields of the status of a MachineSet. */
export const MachineSetDeprecatedStatusSchema = object({
  v1beta1: optional(described(MachineSetV1Beta1DeprecatedStatusSchema, 'v1beta1 holds the fields of the v1beta1 API.')),
});

export interface MachineSetDeprecatedStatus extends Static<typeof MachineSetDeprecatedStatusSchema> {}

/** What was observed of a MachineSet. */
export const MachineSetStatusSchema = object({
  conditions: optional(conditionList('conditions report the state of the object: ScalingUp, ScalingDown, MachinesReady, MachinesUpToDate, Remediating, Deleting and Paused.')),
  selector: optional(string({ minLength: 1, maxLength: 4096, description: 'selector is the label selector of the Machines in text form, for autoscalers that use the scale subresource.' })),
  replicas: optional(int32({ description: 'replicas is the number of Machines that exist, in whatever state.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Ready condition is true.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Available condition is true.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is the number of Machines whose UpToDate condition is true.' })),
  versions: optional(listMap(['version'], StatusVersionSchema, { minItems: 1, maxItems: 100, description: 'versions counts the Machines per Kubernetes version.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is the metadata.generation that this status describes.' })),
  deprecated: optional(described(MachineSetDeprecatedStatusSchema, 'deprecated holds fields that exist for readers of v1beta1 and go away together with it.')),
}, { minProperties: 1 });

export interface MachineSetStatus extends Static<typeof MachineSetStatusSchema> {}

export const MachineSetSchema = kubeObject({
  spec: described(MachineSetSpecSchema, 'spec is the desired state of the MachineSet.'),
  status: optional(described(MachineSetStatusSchema, 'status is the observed state of the MachineSet.')),
}, { description: 'MachineSet keeps a number of Machines of the same template running.' });

/** MachineSet keeps a number of Machines of the same template running. */
export interface MachineSet extends KubeObject {
  spec: MachineSetSpec;
  status?: MachineSetStatus;
}
