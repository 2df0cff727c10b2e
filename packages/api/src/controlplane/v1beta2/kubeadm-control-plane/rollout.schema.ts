import { dateTime, described, enumeration, int32, intOrString, object, optional, type Static } from '../../../schema/schema.ts';

/** Reasons to replace Machines ahead of time. */
export const KubeadmControlPlaneRolloutBeforeSpecSchema = object(
  {
    certificatesExpiryDays: optional(
      int32({ minimum: 7, description: 'certificatesExpiryDays replaces Machines this many days before their certificates expire.' }),
    ),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneRolloutBeforeSpec extends Static<typeof KubeadmControlPlaneRolloutBeforeSpecSchema> {}

/** How far a rolling update may go above the number of replicas. */
export const KubeadmControlPlaneRolloutStrategyRollingUpdateSchema = object(
  {
    maxSurge: optional(intOrString({ description: 'maxSurge is how many Machines may exist above replicas meanwhile: 1, the default, or 0.' })),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneRolloutStrategyRollingUpdate extends Static<typeof KubeadmControlPlaneRolloutStrategyRollingUpdateSchema> {}

/** How old Machines are replaced by new ones. */
export const KubeadmControlPlaneRolloutStrategySchema = object(
  {
    type: enumeration(['RollingUpdate'], { description: 'type is RollingUpdate, the only one there is.' }),
    rollingUpdate: optional(described(KubeadmControlPlaneRolloutStrategyRollingUpdateSchema, 'rollingUpdate bounds a rolling update.')),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneRolloutStrategy extends Static<typeof KubeadmControlPlaneRolloutStrategySchema> {}

/** When and how Machines are replaced. */
export const KubeadmControlPlaneRolloutSpecSchema = object(
  {
    before: optional(described(KubeadmControlPlaneRolloutBeforeSpecSchema, 'before lists reasons to replace Machines ahead of time.')),
    after: optional(dateTime({ description: 'after replaces every Machine that was created before this time, once the time has come.' })),
    strategy: optional(described(KubeadmControlPlaneRolloutStrategySchema, 'strategy says in which order Machines are created and deleted.')),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneRolloutSpec extends Static<typeof KubeadmControlPlaneRolloutSpecSchema> {}

/** How unhealthy Machines are repaired. */
export const KubeadmControlPlaneRemediationSpecSchema = object(
  {
    maxRetry: optional(
      int32({ description: 'maxRetry is how often a repair may be tried again when the replacement fails, too; without limit where absent.' }),
    ),
    retryPeriodSeconds: optional(
      int32({ minimum: 0, description: 'retryPeriodSeconds is how long to wait before a repair is tried again; not at all where absent.' }),
    ),
    minHealthyPeriodSeconds: optional(
      int32({
        minimum: 0,
        description: 'minHealthyPeriodSeconds is how long a new Machine must be healthy before a later failure counts as a new one; 1 hour where absent.',
      }),
    ),
  },
  { minProperties: 1 },
);

export interface KubeadmControlPlaneRemediationSpec extends Static<typeof KubeadmControlPlaneRemediationSpecSchema> {}
