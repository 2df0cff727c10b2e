import type { KubeObject } from '../../../resource.ts';
import { described, enumeration, int32, int64, kubeObject, listAtomic, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { v1beta1ConditionList } from '../shared/deprecated-status.schema.ts';
import { MachineInitializationStatusSchema } from '../shared/machine-initialization.schema.ts';
import { MachineTemplateSpecSchema } from '../shared/machine-template.schema.ts';
import { StatusVersionSchema } from '../shared/status-versions.schema.ts';
import { ObjectReferenceSchema } from '../../../schema/corev1.schema.ts';

/** The group of instances that is asked for. */
export const MachinePoolSpecSchema = object({
  clusterName: string({ minLength: 1, maxLength: 63, description: 'clusterName is the name of the Cluster that the object belongs to; it is in the same namespace.' }),
  replicas: optional(int32({ description: 'replicas is the number of instances that are asked for; 1 where absent, unless the autoscaler bounds say otherwise.' })),
  template: described(MachineTemplateSpecSchema, 'template describes the instances: bootstrap, infrastructure and version.'),
  providerIDList: optional(listAtomic(string({ minLength: 1, maxLength: 512 }), { maxItems: 10000, description: 'providerIDList identifies the instances at their provider; copied from the InfraMachinePool.' })),
  failureDomains: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { maxItems: 100, description: 'failureDomains is where the instances go.' })),
});

export interface MachinePoolSpec extends Static<typeof MachinePoolSpecSchema> {}

/** The v1beta1 fields of the status of a MachinePool. */
export const MachinePoolV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions are the conditions in the format of v1beta1.')),
  failureReason: optional(string({ description: 'failureReason is a word for the terminal problem of the object; nothing writes it since v1beta2.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage describes the terminal problem of the object; nothing writes it since v1beta2.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Node is ready.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Node has been ready for minReadySeconds.' })),
  unavailableReplicas: optional(int32({ description: 'unavailableReplicas is the number of Machines missing until all replicas are available.' })),
});

export interface MachinePoolV1Beta1DeprecatedStatus extends Static<typeof MachinePoolV1Beta1DeprecatedStatusSchema> {}

/** Deprecated fields of the status of a MachinePool. */
export const MachinePoolDeprecatedStatusSchema = object({
  v1beta1: optional(described(MachinePoolV1Beta1DeprecatedStatusSchema, 'v1beta1 holds the fields of the v1beta1 API.')),
});

export interface MachinePoolDeprecatedStatus extends Static<typeof MachinePoolDeprecatedStatusSchema> {}

/** What was observed of a MachinePool. */
export const MachinePoolStatusSchema = object({
  conditions: optional(conditionList('conditions report the state of the object: Available, BootstrapConfigReady, InfrastructureReady, MachinesReady, MachinesUpToDate, RollingOut, ScalingUp, ScalingDown, Remediating, Deleting and Paused.')),
  initialization: optional(described(MachineInitializationStatusSchema, 'initialization holds the milestones of creating the pool.')),
  nodeRefs: optional(listAtomic(ObjectReferenceSchema, { maxItems: 10000, description: 'nodeRefs names the Nodes of the instances.' })),
  replicas: optional(int32({ description: 'replicas is the number of Machines that exist, in whatever state.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Ready condition is true.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Available condition is true.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is the number of Machines whose UpToDate condition is true.' })),
  versions: optional(listMap(['version'], StatusVersionSchema, { minItems: 1, maxItems: 100, description: 'versions counts the Machines per Kubernetes version.' })),
  phase: optional(enumeration(['Pending', 'Provisioning', 'Provisioned', 'Running', 'ScalingUp', 'ScalingDown', 'Scaling', 'Deleting', 'Failed', 'Unknown'], { description: 'phase is the state of the pool in one word, for people; programs read conditions.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is the metadata.generation that this status describes.' })),
  deprecated: optional(described(MachinePoolDeprecatedStatusSchema, 'deprecated holds fields that exist for readers of v1beta1 and go away together with it.')),
}, { minProperties: 1 });

export interface MachinePoolStatus extends Static<typeof MachinePoolStatusSchema> {}

export const MachinePoolSchema = kubeObject({
  spec: described(MachinePoolSpecSchema, 'spec is the desired state of the MachinePool.'),
  status: optional(described(MachinePoolStatusSchema, 'status is the observed state of the MachinePool.')),
}, { description: 'MachinePool is a group of instances that the infrastructure provider scales as one.' });

/** MachinePool is a group of instances that the infrastructure provider scales as one. */
export interface MachinePool extends KubeObject {
  spec: MachinePoolSpec;
  status?: MachinePoolStatus;
}
