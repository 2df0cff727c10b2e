import { boolean, dateTime, described, int32, int64, listMap, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { v1beta1ConditionList } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { StatusVersionSchema } from '../../../core/v1beta2/shared/status-versions.schema.ts';

/** KubeadmControlPlaneInitializationStatus is to be described. */
export const KubeadmControlPlaneInitializationStatusSchema = object({
  controlPlaneInitialized: optional(boolean({ description: 'controlPlaneInitialized is to be described.' })),
}, { minProperties: 1 });

export interface KubeadmControlPlaneInitializationStatus extends Static<typeof KubeadmControlPlaneInitializationStatusSchema> {}

/** LastRemediationStatus is to be described. */
export const LastRemediationStatusSchema = object({
  machine: string({ minLength: 1, maxLength: 253, description: 'machine is to be described.' }),
  time: dateTime({ description: 'time is to be described.' }),
  retryCount: int32({ minimum: 0, description: 'retryCount is to be described.' }),
});

export interface LastRemediationStatus extends Static<typeof LastRemediationStatusSchema> {}

/** KubeadmControlPlaneV1Beta1DeprecatedStatus is to be described. */
export const KubeadmControlPlaneV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions is to be described.')),
  failureReason: optional(string({ description: 'failureReason is to be described.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage is to be described.' })),
  updatedReplicas: optional(int32({ description: 'updatedReplicas is to be described.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is to be described.' })),
  unavailableReplicas: optional(int32({ description: 'unavailableReplicas is to be described.' })),
});

export interface KubeadmControlPlaneV1Beta1DeprecatedStatus extends Static<typeof KubeadmControlPlaneV1Beta1DeprecatedStatusSchema> {}

/** KubeadmControlPlaneDeprecatedStatus is to be described. */
export const KubeadmControlPlaneDeprecatedStatusSchema = object({
  v1beta1: optional(described(KubeadmControlPlaneV1Beta1DeprecatedStatusSchema, 'v1beta1 is to be described.')),
});

export interface KubeadmControlPlaneDeprecatedStatus extends Static<typeof KubeadmControlPlaneDeprecatedStatusSchema> {}

/** KubeadmControlPlaneStatus is to be described. */
export const KubeadmControlPlaneStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  initialization: optional(described(KubeadmControlPlaneInitializationStatusSchema, 'initialization is to be described.')),
  selector: optional(string({ minLength: 1, maxLength: 4096, description: 'selector is to be described.' })),
  replicas: optional(int32({ description: 'replicas is to be described.' })),
  readyReplicas: optional(int32({ description: 'readyReplicas is to be described.' })),
  availableReplicas: optional(int32({ description: 'availableReplicas is to be described.' })),
  upToDateReplicas: optional(int32({ description: 'upToDateReplicas is to be described.' })),
  versions: optional(listMap(['version'], StatusVersionSchema, { minItems: 1, maxItems: 100, description: 'versions is to be described.' })),
  version: optional(string({ minLength: 1, maxLength: 256, description: 'version is to be described.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  lastRemediation: optional(described(LastRemediationStatusSchema, 'lastRemediation is to be described.')),
  deprecated: optional(described(KubeadmControlPlaneDeprecatedStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface KubeadmControlPlaneStatus extends Static<typeof KubeadmControlPlaneStatusSchema> {}
