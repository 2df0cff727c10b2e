import type { KubeObject } from '../../../resource.ts';
import { boolean, described, int64, kubeObject, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { type KubeadmConfigSpec, KubeadmConfigSpecSchema } from '../kubeadm-config-spec/kubeadm-config-spec.schema.ts';
import { v1beta1ConditionList } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';

/** KubeadmConfigInitializationStatus is to be described. */
export const KubeadmConfigInitializationStatusSchema = object({
  dataSecretCreated: optional(boolean({ description: 'dataSecretCreated is to be described.' })),
}, { minProperties: 1 });

export interface KubeadmConfigInitializationStatus extends Static<typeof KubeadmConfigInitializationStatusSchema> {}

/** KubeadmConfigV1Beta1DeprecatedStatus is to be described. */
export const KubeadmConfigV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions is to be described.')),
  failureReason: optional(string({ minLength: 1, maxLength: 256, description: 'failureReason is to be described.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage is to be described.' })),
});

export interface KubeadmConfigV1Beta1DeprecatedStatus extends Static<typeof KubeadmConfigV1Beta1DeprecatedStatusSchema> {}

/** KubeadmConfigDeprecatedStatus is to be described. */
export const KubeadmConfigDeprecatedStatusSchema = object({
  v1beta1: optional(described(KubeadmConfigV1Beta1DeprecatedStatusSchema, 'v1beta1 is to be described.')),
});

export interface KubeadmConfigDeprecatedStatus extends Static<typeof KubeadmConfigDeprecatedStatusSchema> {}

/** KubeadmConfigStatus is to be described. */
export const KubeadmConfigStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  initialization: optional(described(KubeadmConfigInitializationStatusSchema, 'initialization is to be described.')),
  dataSecretName: optional(string({ minLength: 1, maxLength: 253, description: 'dataSecretName is to be described.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is to be described.' })),
  deprecated: optional(described(KubeadmConfigDeprecatedStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface KubeadmConfigStatus extends Static<typeof KubeadmConfigStatusSchema> {}

export const KubeadmConfigSchema = kubeObject({
  spec: optional(described(KubeadmConfigSpecSchema, 'spec is to be described.')),
  status: optional(described(KubeadmConfigStatusSchema, 'status is to be described.')),
}, { description: 'KubeadmConfig is to be described.' });

/** KubeadmConfig is to be described. */
export interface KubeadmConfig extends KubeObject {
  spec: KubeadmConfigSpec;
  status?: KubeadmConfigStatus;
}
