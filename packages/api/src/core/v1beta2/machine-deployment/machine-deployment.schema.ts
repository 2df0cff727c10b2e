import type { KubeObject } from '../../../resource.ts';
import { LabelSelectorSchema } from '../../../schema/metav1.schema.ts';
import { boolean, described, enumeration, int32, intOrString, kubeObject, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';
import { clusterName } from '../shared/cluster-name.schema.ts';
import { deprecated, v1beta1ConditionList } from '../shared/deprecated-status.schema.ts';
import { machineCounts } from '../shared/machine-counts.schema.ts';
import { MachineSetDeletionSpecSchema } from '../shared/machine-deletion.schema.ts';
import { MachineNamingSpecSchema } from '../shared/machine-naming.schema.ts';
import { MachineTemplateSpecSchema } from '../shared/machine-template.schema.ts';
import { MachineDeploymentRolloutSpecSchema } from '../shared/rollout.schema.ts';

/** How unhealthy Machines are repaired. */
export const MachineDeploymentRemediationSpecSchema = object(
  {
    maxInFlight: optional(intOrString({ description: 'maxInFlight is how many Machines, as a number or percentage, may be under repair at once.' })),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentRemediationSpec extends Static<typeof MachineDeploymentRemediationSpecSchema> {}

/** The Machines that a MachineDeployment keeps, and how they are replaced. */
export const MachineDeploymentSpecSchema = object({
  clusterName: clusterName(),
  replicas: optional(
    int32({ description: 'replicas is the number of Machines that are asked for; 1 where absent, unless the autoscaler bounds say otherwise.' }),
  ),
  rollout: optional(described(MachineDeploymentRolloutSpecSchema, 'rollout says when and how Machines are replaced.')),
  selector: described(LabelSelectorSchema, 'selector matches the Machines of the MachineDeployment; the labels of the template must match it.'),
  template: described(MachineTemplateSpecSchema, 'template describes the Machines to create; changing it starts a rollout.'),
  machineNaming: optional(described(MachineNamingSpecSchema, 'machineNaming says how Machines are named.')),
  remediation: optional(described(MachineDeploymentRemediationSpecSchema, 'remediation says how many unhealthy Machines are repaired at once.')),
  deletion: optional(described(MachineSetDeletionSpecSchema, 'deletion says which Machines are deleted first.')),
  paused: optional(boolean({ description: 'paused stops rollouts; scaling goes on.' })),
});

export interface MachineDeploymentSpec extends Static<typeof MachineDeploymentSpecSchema> {}

/** The v1beta1 fields of the status of a MachineDeployment. */
export const MachineDeploymentV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList()),
  updatedReplicas: optional(int32({ description: 'updatedReplicas is the number of Machines that match the current template.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Node is ready.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Node has been ready for minReadySeconds.' })),
  unavailableReplicas: optional(int32({ description: 'unavailableReplicas is the number of Machines missing until all replicas are available.' })),
});

export interface MachineDeploymentV1Beta1DeprecatedStatus extends Static<typeof MachineDeploymentV1Beta1DeprecatedStatusSchema> {}

/** What was observed of a MachineDeployment. */
export const MachineDeploymentStatusSchema = object(
  {
    conditions: optional(
      conditionList(
        'conditions report the state of the object: Available, MachinesReady, MachinesUpToDate, RollingOut, ScalingUp, ScalingDown, Remediating, Deleting and Paused.',
      ),
    ),
    observedGeneration: optional(observedGeneration()),
    selector: optional(
      string({
        minLength: 1,
        maxLength: 4096,
        description: 'selector is the label selector of the Machines in text form, for autoscalers that use the scale subresource.',
      }),
    ),
    ...machineCounts,
    phase: optional(
      enumeration(['ScalingUp', 'ScalingDown', 'Running', 'Failed', 'Unknown'], {
        description: 'phase is the state of the MachineDeployment in one word, for people; programs read conditions.',
      }),
    ),
    deprecated: optional(deprecated(MachineDeploymentV1Beta1DeprecatedStatusSchema)),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentStatus extends Static<typeof MachineDeploymentStatusSchema> {}

export const MachineDeploymentSchema = kubeObject(
  {
    spec: described(MachineDeploymentSpecSchema, 'spec is what the MachineDeployment should be.'),
    status: optional(described(MachineDeploymentStatusSchema, 'status is what was observed of the MachineDeployment.')),
  },
  { description: 'MachineDeployment keeps a number of Machines running and replaces them when their template changes.' },
);

/** MachineDeployment keeps a number of Machines running and replaces them when their template changes. */
export interface MachineDeployment extends KubeObject {
  spec: MachineDeploymentSpec;
  status?: MachineDeploymentStatus;
}
