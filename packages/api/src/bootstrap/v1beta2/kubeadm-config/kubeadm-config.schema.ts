import type { KubeObject } from '../../../resource.ts';
import { boolean, described, int64, kubeObject, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { type KubeadmConfigSpec, KubeadmConfigSpecSchema } from '../kubeadm-config-spec/kubeadm-config-spec.schema.ts';
import { v1beta1ConditionList } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';

/** Milestones of making bootstrap data. */
export const KubeadmConfigInitializationStatusSchema = object({
  dataSecretCreated: optional(boolean({ description: 'dataSecretCreated is true once the bootstrap data were written; part of the contract.' })),
}, { minProperties: 1 });

export interface KubeadmConfigInitializationStatus extends Static<typeof KubeadmConfigInitializationStatusSchema> {}

/** The v1beta1 fields of the status of a KubeadmConfig. */
export const KubeadmConfigV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList('conditions are the conditions in the format of v1beta1.')),
  failureReason: optional(string({ minLength: 1, maxLength: 256, description: 'failureReason is a word for the terminal problem of the object; nothing writes it since v1beta2.' })),
  failureMessage: optional(string({ minLength: 1, maxLength: 10240, description: 'failureMessage describes the terminal problem of the object; nothing writes it since v1beta2.' })),
});

export interface KubeadmConfigV1Beta1DeprecatedStatus extends Static<typeof KubeadmConfigV1Beta1DeprecatedStatusSchema> {}

/** Deprecated fields of the status of a KubeadmConfig. */
export const KubeadmConfigDeprecatedStatusSchema = object({
  v1beta1: optional(described(KubeadmConfigV1Beta1DeprecatedStatusSchema, 'v1beta1 holds the fields of the v1beta1 API.')),
});

export interface KubeadmConfigDeprecatedStatus extends Static<typeof KubeadmConfigDeprecatedStatusSchema> {}

/** What was observed of a KubeadmConfig. */
export const KubeadmConfigStatusSchema = object({
  conditions: optional(conditionList('conditions report the state of the object: Ready, CertificatesAvailable, DataSecretAvailable and Paused.')),
  initialization: optional(described(KubeadmConfigInitializationStatusSchema, 'initialization holds the milestones of making bootstrap data.')),
  dataSecretName: optional(string({ minLength: 1, maxLength: 253, description: 'dataSecretName is the Secret with the bootstrap data; part of the contract.' })),
  observedGeneration: optional(int64({ minimum: 1, description: 'observedGeneration is the metadata.generation that this status describes.' })),
  deprecated: optional(described(KubeadmConfigDeprecatedStatusSchema, 'deprecated holds fields that exist for readers of v1beta1 and go away together with it.')),
}, { minProperties: 1 });

export interface KubeadmConfigStatus extends Static<typeof KubeadmConfigStatusSchema> {}

export const KubeadmConfigSchema = kubeObject({
  spec: optional(described(KubeadmConfigSpecSchema, 'spec is the desired state of the KubeadmConfig.')),
  status: optional(described(KubeadmConfigStatusSchema, 'status is the observed state of the KubeadmConfig.')),
}, { description: 'KubeadmConfig turns kubeadm configuration into bootstrap data for one machine.' });

/** KubeadmConfig turns kubeadm configuration into bootstrap data for one machine. */
export interface KubeadmConfig extends KubeObject {
  spec: KubeadmConfigSpec;
  status?: KubeadmConfigStatus;
}
