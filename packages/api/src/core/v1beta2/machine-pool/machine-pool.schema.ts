import type { KubeObject } from '../../../resource.ts';
import { ObjectReferenceSchema } from '../../../schema/corev1.schema.ts';
import { described, enumeration, int32, kubeObject, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';
import { clusterName } from '../shared/cluster-name.schema.ts';
import { deprecated, failureFields, v1beta1ConditionList } from '../shared/deprecated-status.schema.ts';
import { machineCounts } from '../shared/machine-counts.schema.ts';
import { MachineInitializationStatusSchema } from '../shared/machine-initialization.schema.ts';
import { MachineTemplateSpecSchema } from '../shared/machine-template.schema.ts';

/** The group of instances that is asked for. */
export const MachinePoolSpecSchema = object({
  clusterName: clusterName(),
  replicas: optional(
    int32({ description: 'replicas is the number of instances that are asked for; 1 where absent, unless the autoscaler bounds say otherwise.' }),
  ),
  template: described(MachineTemplateSpecSchema, 'template describes the instances: bootstrap, infrastructure and version.'),
  providerIDList: optional(
    listAtomic(string({ minLength: 1, maxLength: 512 }), {
      maxItems: 10000,
      description: 'providerIDList identifies the instances at their provider; copied from the InfraMachinePool.',
    }),
  ),
  failureDomains: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { maxItems: 100, description: 'failureDomains is where the instances go.' })),
});

export interface MachinePoolSpec extends Static<typeof MachinePoolSpecSchema> {}

/** The v1beta1 fields of the status of a MachinePool. */
export const MachinePoolV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList()),
  ...failureFields,
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Node is ready.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Node has been ready for minReadySeconds.' })),
  unavailableReplicas: optional(int32({ description: 'unavailableReplicas is the number of Machines missing until all replicas are available.' })),
});

export interface MachinePoolV1Beta1DeprecatedStatus extends Static<typeof MachinePoolV1Beta1DeprecatedStatusSchema> {}

/** What was observed of a MachinePool. */
export const MachinePoolStatusSchema = object(
  {
    conditions: optional(
      conditionList(
        'conditions report the state of the object: Available, BootstrapConfigReady, InfrastructureReady, MachinesReady, MachinesUpToDate, RollingOut, ScalingUp, ScalingDown, Remediating, Deleting and Paused.',
      ),
    ),
    initialization: optional(described(MachineInitializationStatusSchema, 'initialization holds the milestones of creating the pool.')),
    nodeRefs: optional(listAtomic(ObjectReferenceSchema, { maxItems: 10000, description: 'nodeRefs names the Nodes of the instances.' })),
    ...machineCounts,
    phase: optional(
      enumeration(['Pending', 'Provisioning', 'Provisioned', 'Running', 'ScalingUp', 'ScalingDown', 'Scaling', 'Deleting', 'Failed', 'Unknown'], {
        description: 'phase is the state of the pool in one word, for people; programs read conditions.',
      }),
    ),
    observedGeneration: optional(observedGeneration()),
    deprecated: optional(deprecated(MachinePoolV1Beta1DeprecatedStatusSchema)),
  },
  { minProperties: 1 },
);

export interface MachinePoolStatus extends Static<typeof MachinePoolStatusSchema> {}

export const MachinePoolSchema = kubeObject(
  {
    spec: described(MachinePoolSpecSchema, 'spec is what the MachinePool should be.'),
    status: optional(described(MachinePoolStatusSchema, 'status is what was observed of the MachinePool.')),
  },
  { description: 'MachinePool is a group of instances that the infrastructure provider scales as one.' },
);

/** MachinePool is a group of instances that the infrastructure provider scales as one. */
export interface MachinePool extends KubeObject {
  spec: MachinePoolSpec;
  status?: MachinePoolStatus;
}
