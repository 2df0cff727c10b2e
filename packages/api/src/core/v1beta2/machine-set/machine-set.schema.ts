import type { KubeObject } from '../../../resource.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';
import { described, int32, kubeObject, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';
import { clusterName } from '../shared/cluster-name.schema.ts';
import { deprecated, failureFields, v1beta1ConditionList } from '../shared/deprecated-status.schema.ts';
import { machineCounts } from '../shared/machine-counts.schema.ts';
import { MachineSetDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { MachineNamingSpecSchema } from '../shared/machine-naming.schema.ts';
import { MachineTemplateSpecSchema } from '../shared/machine-template.schema.ts';

/** The Machines that a MachineSet keeps. */
export const MachineSetSpecSchema = object({
  clusterName: clusterName(),
  replicas: optional(
    int32({ description: 'replicas is the number of Machines that are asked for; 1 where absent, unless the autoscaler bounds say otherwise.' }),
  ),
  selector: described(LabelSelectorSchema, 'selector matches the Machines of the MachineSet; the labels of the template must match it.'),
  template: described(MachineTemplateSpecSchema, 'template describes the Machines to create.'),
  machineNaming: optional(described(MachineNamingSpecSchema, 'machineNaming says how Machines are named.')),
  deletion: optional(described(MachineSetDeletionSpecSchema, 'deletion says which Machines are deleted first.')),
});

export interface MachineSetSpec extends Static<typeof MachineSetSpecSchema> {}

/** The v1beta1 fields of the status of a MachineSet. */
export const MachineSetV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList()),
  ...failureFields,
  fullyLabeledReplicas: optional(int32({ description: 'fullyLabeledReplicas is the number of Machines that carry all labels of the template.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Node is ready.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Node has been ready for minReadySeconds.' })),
});

export interface MachineSetV1Beta1DeprecatedStatus extends Static<typeof MachineSetV1Beta1DeprecatedStatusSchema> {}

/** What was observed of a MachineSet. */
export const MachineSetStatusSchema = object(
  {
    conditions: optional(
      conditionList('conditions report the state of the object: ScalingUp, ScalingDown, MachinesReady, MachinesUpToDate, Remediating, Deleting and Paused.'),
    ),
    selector: optional(
      string({
        minLength: 1,
        maxLength: 4096,
        description: 'selector is the label selector of the Machines in text form, for autoscalers that use the scale subresource.',
      }),
    ),
    ...machineCounts,
    observedGeneration: optional(observedGeneration()),
    deprecated: optional(deprecated(MachineSetV1Beta1DeprecatedStatusSchema)),
  },
  { minProperties: 1 },
);

export interface MachineSetStatus extends Static<typeof MachineSetStatusSchema> {}

export const MachineSetSchema = kubeObject(
  {
    spec: described(MachineSetSpecSchema, 'spec is what the MachineSet should be.'),
    status: optional(described(MachineSetStatusSchema, 'status is what was observed of the MachineSet.')),
  },
  { description: 'MachineSet keeps a number of Machines of the same template running.' },
);

/** MachineSet keeps a number of Machines of the same template running. */
export interface MachineSet extends KubeObject {
  spec: MachineSetSpec;
  status?: MachineSetStatus;
}
