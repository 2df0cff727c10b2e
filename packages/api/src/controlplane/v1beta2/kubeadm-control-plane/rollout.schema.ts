import { dateTime, described, enumeration, int32, intOrString, object, optional, type Static } from '../../../schema/schema.ts';

/** KubeadmControlPlaneRolloutBeforeSpec is to be described. */
export const KubeadmControlPlaneRolloutBeforeSpecSchema = object({
  certificatesExpiryDays: optional(int32({ minimum: 7, description: 'certificatesExpiryDays is to be described.' })),
}, { minProperties: 1 });

export interface KubeadmControlPlaneRolloutBeforeSpec extends Static<typeof KubeadmControlPlaneRolloutBeforeSpecSchema> {}

/** KubeadmControlPlaneRolloutStrategyRollingUpdate is to be described. */
export const KubeadmControlPlaneRolloutStrategyRollingUpdateSchema = object({
  maxSurge: optional(intOrString({ description: 'maxSurge is to be described.' })),
}, { minProperties: 1 });

export interface KubeadmControlPlaneRolloutStrategyRollingUpdate extends Static<typeof KubeadmControlPlaneRolloutStrategyRollingUpdateSchema> {}

/** KubeadmControlPlaneRolloutStrategy is to be described. */
export const KubeadmControlPlaneRolloutStrategySchema = object({
  type: enumeration(['RollingUpdate'], { description: 'type is to be described.' }),
  rollingUpdate: optional(described(KubeadmControlPlaneRolloutStrategyRollingUpdateSchema, 'rollingUpdate is to be described.')),
}, { minProperties: 1 });

export interface KubeadmControlPlaneRolloutStrategy extends Static<typeof KubeadmControlPlaneRolloutStrategySchema> {}

/** KubeadmControlPlaneRolloutSpec is to be described. */
export const KubeadmControlPlaneRolloutSpecSchema = object({
  before: optional(described(KubeadmControlPlaneRolloutBeforeSpecSchema, 'before is to be described.')),
  after: optional(dateTime({ description: 'after is to be described.' })),
  strategy: optional(described(KubeadmControlPlaneRolloutStrategySchema, 'strategy is to be described.')),
}, { minProperties: 1 });

export interface KubeadmControlPlaneRolloutSpec extends Static<typeof KubeadmControlPlaneRolloutSpecSchema> {}

/** KubeadmControlPlaneRemediationSpec is to be described. */
export const KubeadmControlPlaneRemediationSpecSchema = object({
  maxRetry: optional(int32({ description: 'maxRetry is to be described.' })),
  retryPeriodSeconds: optional(int32({ minimum: 0, description: 'retryPeriodSeconds is to be described.' })),
  minHealthyPeriodSeconds: optional(int32({ minimum: 0, description: 'minHealthyPeriodSeconds is to be described.' })),
}, { minProperties: 1 });

export interface KubeadmControlPlaneRemediationSpec extends Static<typeof KubeadmControlPlaneRemediationSpecSchema> {}
