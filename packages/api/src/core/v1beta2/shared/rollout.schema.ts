import { dateTime, described, enumeration, intOrString, object, optional, type Static } from '../../../schema/schema.ts';

/** MachineDeploymentRolloutStrategyRollingUpdate is to be described. */
export const MachineDeploymentRolloutStrategyRollingUpdateSchema = object({
  maxUnavailable: optional(intOrString({ description: 'maxUnavailable is to be described.' })),
  maxSurge: optional(intOrString({ description: 'maxSurge is to be described.' })),
}, { minProperties: 1 });

export interface MachineDeploymentRolloutStrategyRollingUpdate extends Static<typeof MachineDeploymentRolloutStrategyRollingUpdateSchema> {}

/** MachineDeploymentRolloutStrategy is to be described. */
export const MachineDeploymentRolloutStrategySchema = object({
  type: enumeration(['RollingUpdate', 'OnDelete'], { description: 'type is to be described.' }),
  rollingUpdate: optional(described(MachineDeploymentRolloutStrategyRollingUpdateSchema, 'rollingUpdate is to be described.')),
}, { minProperties: 1 });

export interface MachineDeploymentRolloutStrategy extends Static<typeof MachineDeploymentRolloutStrategySchema> {}

/** MachineDeploymentRolloutSpec is to be described. */
export const MachineDeploymentRolloutSpecSchema = object({
  after: optional(dateTime({ description: 'after is to be described.' })),
  strategy: optional(described(MachineDeploymentRolloutStrategySchema, 'strategy is to be described.')),
}, { minProperties: 1 });

export interface MachineDeploymentRolloutSpec extends Static<typeof MachineDeploymentRolloutSpecSchema> {}
