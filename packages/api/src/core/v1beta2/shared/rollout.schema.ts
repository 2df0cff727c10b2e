import { dateTime, described, enumeration, intOrString, object, optional, type Static } from '../../../schema/schema.ts';

/** How far a rolling update may go above or below the number of replicas. */
export const MachineDeploymentRolloutStrategyRollingUpdateSchema = object(
  {
    maxUnavailable: optional(
      intOrString({ description: 'maxUnavailable is how many machines, as a number or percentage rounded down, may be missing meanwhile; 0 by default.' }),
    ),
    maxSurge: optional(
      intOrString({ description: 'maxSurge is how many machines, as a number or percentage rounded up, may exist above replicas meanwhile; 1 by default.' }),
    ),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentRolloutStrategyRollingUpdate extends Static<typeof MachineDeploymentRolloutStrategyRollingUpdateSchema> {}

/** How old machines are replaced by new ones. */
export const MachineDeploymentRolloutStrategySchema = object(
  {
    type: enumeration(['RollingUpdate', 'OnDelete'], {
      description: 'type is RollingUpdate, the default, or OnDelete, where machines are replaced when somebody deletes them.',
    }),
    rollingUpdate: optional(described(MachineDeploymentRolloutStrategyRollingUpdateSchema, 'rollingUpdate bounds a rolling update.')),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentRolloutStrategy extends Static<typeof MachineDeploymentRolloutStrategySchema> {}

/** When and how machines are replaced. */
export const MachineDeploymentRolloutSpecSchema = object(
  {
    after: optional(dateTime({ description: 'after replaces every machine that was created before this time, once the time has come.' })),
    strategy: optional(described(MachineDeploymentRolloutStrategySchema, 'strategy says in which order machines are created and deleted.')),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentRolloutSpec extends Static<typeof MachineDeploymentRolloutSpecSchema> {}
