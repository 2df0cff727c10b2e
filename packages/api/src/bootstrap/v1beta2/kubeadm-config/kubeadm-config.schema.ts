import { deprecated, v1beta1ConditionList } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { boolean, described, kubeObject, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList, observedGeneration } from '../../../schema/status.schema.ts';
import { type KubeadmConfigSpec, KubeadmConfigSpecSchema } from '../kubeadm-config-spec/kubeadm-config-spec.schema.ts';

/** Milestones of making bootstrap data. */
export const KubeadmConfigInitializationStatusSchema = object(
  {
    dataSecretCreated: optional(boolean({ description: 'dataSecretCreated is true once the bootstrap data were written; part of the contract.' })),
  },
  { minProperties: 1 },
);

export interface KubeadmConfigInitializationStatus extends Static<typeof KubeadmConfigInitializationStatusSchema> {}

/** The v1beta1 fields of the status of a KubeadmConfig. */
export const KubeadmConfigV1Beta1DeprecatedStatusSchema = object({
  conditions: optional(v1beta1ConditionList()),
  failureReason: optional(
    string({ minLength: 1, maxLength: 256, description: 'failureReason is a word for the terminal problem of the object; v1beta2 has conditions for that.' }),
  ),
  failureMessage: optional(
    string({ minLength: 1, maxLength: 10240, description: 'failureMessage describes the terminal problem of the object; v1beta2 has conditions for that.' }),
  ),
});

export interface KubeadmConfigV1Beta1DeprecatedStatus extends Static<typeof KubeadmConfigV1Beta1DeprecatedStatusSchema> {}

/** What was observed of a KubeadmConfig. */
export const KubeadmConfigStatusSchema = object(
  {
    conditions: optional(conditionList('conditions report the state of the object: Ready, CertificatesAvailable, DataSecretAvailable and Paused.')),
    initialization: optional(described(KubeadmConfigInitializationStatusSchema, 'initialization holds the milestones of making bootstrap data.')),
    dataSecretName: optional(
      string({ minLength: 1, maxLength: 253, description: 'dataSecretName is the Secret with the bootstrap data; part of the contract.' }),
    ),
    observedGeneration: optional(observedGeneration()),
    deprecated: optional(deprecated(KubeadmConfigV1Beta1DeprecatedStatusSchema)),
  },
  { minProperties: 1 },
);

export interface KubeadmConfigStatus extends Static<typeof KubeadmConfigStatusSchema> {}

export const KubeadmConfigSchema = kubeObject(
  {
    spec: optional(described(KubeadmConfigSpecSchema, 'spec is what the KubeadmConfig should be.')),
    status: optional(described(KubeadmConfigStatusSchema, 'status is what was observed of the KubeadmConfig.')),
  },
  { description: 'KubeadmConfig turns kubeadm configuration into bootstrap data for one machine.' },
);

/** KubeadmConfig turns kubeadm configuration into bootstrap data for one machine. */
export interface KubeadmConfig extends KubeObject {
  spec: KubeadmConfigSpec;
  status?: KubeadmConfigStatus;
}
