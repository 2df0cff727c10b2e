import { deprecated, failureFields, v1beta1ConditionList } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { machineCounts } from '../../../core/v1beta2/shared/machine-counts.schema.ts';
import { boolean, dateTime, described, int32, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';

/** Milestones of creating a control plane. */
export const KubeadmControlPlaneInitializationStatusSchema = object(
  {
    controlPlaneInitialized: optional(boolean({ description: 'controlPlaneInitialized is true once the API server can be reached; part of the contract.' })),
  },
  { minProperties: 1 },
);

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
  conditions: optional(v1beta1ConditionList()),
  ...failureFields,
  updatedReplicas: optional(int32({ description: 'updatedReplicas is the number of Machines that match the current template.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is the number of Machines whose Node is ready.' })),
  unavailableReplicas: optional(int32({ description: 'unavailableReplicas is the number of Machines missing until all replicas are available.' })),
});

export interface KubeadmControlPlaneV1Beta1DeprecatedStatus extends Static<typeof KubeadmControlPlaneV1Beta1DeprecatedStatusSchema> {}

/** What was observed of a control plane. */
export const KubeadmControlPlaneStatusSchema = object(
  {
    conditions: optional(
      conditionList(
        'conditions report the state of the object: Available, Initialized, CertificatesAvailable, EtcdClusterHealthy, ControlPlaneComponentsHealthy, MachinesReady, MachinesUpToDate, RollingOut, ScalingUp, ScalingDown, Remediating, Deleting and Paused.',
      ),
    ),
    initialization: optional(described(KubeadmControlPlaneInitializationStatusSchema, 'initialization holds the milestones of creating the control plane.')),
    selector: optional(
      string({
        minLength: 1,
        maxLength: 4096,
        description: 'selector is the label selector of the Machines in text form, for autoscalers that use the scale subresource.',
      }),
    ),
    ...machineCounts,
    version: optional(string({ minLength: 1, maxLength: 256, description: 'version is the lowest Kubernetes version among the Machines.' })),
    observedGeneration: optional(observedGeneration()),
    lastRemediation: optional(described(LastRemediationStatusSchema, 'lastRemediation describes the last repair of a Machine.')),
    deprecated: optional(deprecated(KubeadmControlPlaneV1Beta1DeprecatedStatusSchema)),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneStatus extends Static<typeof KubeadmControlPlaneStatusSchema> {}
