import { boolean, dateTime, described, int32, int64, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { v1beta1ConditionList } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { StatusVersionSchema } from '../../../core/v1beta2/shared/status-versions.schema.ts';

/** Milestones of creating a control plane. */
export const KubeadmControlPlaneInitializationStatusSchema = object({
  controlPlaneInitialized: optional(boolean({ description: 'controlPlaneInitialized is true once the API server can be reached; part of the contract.' })),
}, { minProperties: 1 });

export interface KubeadmControlPlaneInitializationStatus extends Static<typeof KubeadmControlPlaneInitializationStatusSchema> {}

/** The last repair of a Machine. */
export const LastRemediationStatusSchema = object({
  machine: string({ minLength: 1, maxLength: 253, description: 'machine is the name of the Machine that was repaired.' }),
  time: dateTime({ description: 'time is when the repair began.' }),
  retryCount: int32({ minimum: 0, description: 'retryCount is how often the repair was tried again.' }),
});

export interface LastRemediationStatus extends Static<typeof LastRemediationStatusSchema> {}

/** The v1beta1 fields of the status of a KubeadmControlPlane. */
export const KubeadmControlPlaneV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions are the conditions in the format of v1beta1.')),
  failureReason: optional(string({ description: 'failureReason is a word for the terminal problem of the object; nothing writes it since v1beta2.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage describes the terminal problem of the object; nothing writes it since v1beta2.' })),
  updatedReplicas: optional(int32({ description: 'updatedReplicas is the number of Machines that match the current template.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Node is ready.' })),
  unavailableReplicas: optional(int32({ description: 'unavailableReplicas is the number of Machines missing until all replicas are available.' })),
});

export interface KubeadmControlPlaneV1Beta1DeprecatedStatus extends Static<typeof KubeadmControlPlaneV1Beta1DeprecatedStatusSchema> {}

/** Deprecated fields of the status of a KubeadmControlPlane. */
export const KubeadmControlPlaneDeprecatedStatusSchema = object({
  v1beta1: optional(described(KubeadmControlPlaneV1Beta1DeprecatedStatusSchema, 'v1beta1 holds the fields of the v1beta1 API.')),
});

export interface KubeadmControlPlaneDeprecatedStatus extends Static<typeof KubeadmControlPlaneDeprecatedStatusSchema> {}

/** What was observed of a control plane. */
export const KubeadmControlPlaneStatusSchema = object({
  conditions: optional(conditionList('conditions report the state of the object: Available, Initialized, CertificatesAvailable, EtcdClusterHealthy, ControlPlaneComponentsHealthy, MachinesReady, MachinesUpToDate, RollingOut, ScalingUp, ScalingDown, Remediating, Deleting and Paused.')),
  initialization: optional(described(KubeadmControlPlaneInitializationStatusSchema, 'initialization holds the milestones of creating the control plane.')),
  selector: optional(string({ minLength: 1, maxLength: 4096, description: 'selector is the label selector of the Machines in text form, for autoscalers that use the scale subresource.' })),
  replicas: optional(int32({ description: 'replicas is the number of Machines that exist, in whatever state.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Ready condition is true.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is the number of Machines whose Available condition is true.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is the number of Machines whose UpToDate condition is true.' })),
  versions: optional(listMap(['version'], StatusVersionSchema, { minItems: 1, maxItems: 100, description: 'versions counts the Machines per Kubernetes version.' })),
  version: optional(string({ minLength: 1, maxLength: 256, description: 'version is the lowest Kubernetes version among the Machines.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is the metadata.generation that this status describes.' })),
  lastRemediation: optional(described(LastRemediationStatusSchema, 'lastRemediation describes the last repair of a Machine.')),
  deprecated: optional(described(KubeadmControlPlaneDeprecatedStatusSchema, 'deprecated holds fields that exist for readers of v1beta1 and go away together with it.')),
}, { minProperties: 1 });

export interface KubeadmControlPlaneStatus extends Static<typeof KubeadmControlPlaneStatusSchema> {}
