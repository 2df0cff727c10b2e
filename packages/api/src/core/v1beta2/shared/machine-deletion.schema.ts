import { enumeration, int32, object, optional, type Static } from '../../../schema/schema.ts';

/** MachineDeploymentMachineDeletionSpec is to be described. */
export const MachineDeploymentMachineDeletionSpecSchema = object({
  order: optional(enumeration(['Random', 'Newest', 'Oldest'], { description: 'order is to be described.' })),
  nodeDrainTimeoutSeconds: optional(int32({ minimum: 0, description: 'nodeDrainTimeoutSeconds is to be described.' })),
  nodeVolumeDetachTimeoutSeconds: optional(int32({ minimum: 0, description: 'nodeVolumeDetachTimeoutSeconds is to be described.' })),
  nodeDeletionTimeoutSeconds: optional(int32({ minimum: 0, description: 'nodeDeletionTimeoutSeconds is to be described.' })),
}, { minProperties: 1 });

export interface MachineDeploymentMachineDeletionSpec extends Static<typeof MachineDeploymentMachineDeletionSpecSchema> {}

/** MachineDeletionSpec is to be described. */
export const MachineDeletionSpecSchema = object({
  nodeDrainTimeoutSeconds: optional(int32({ minimum: 0, description: 'nodeDrainTimeoutSeconds is to be described.' })),
  nodeVolumeDetachTimeoutSeconds: optional(int32({ minimum: 0, description: 'nodeVolumeDetachTimeoutSeconds is to be described.' })),
  nodeDeletionTimeoutSeconds: optional(int32({ minimum: 0, description: 'nodeDeletionTimeoutSeconds is to be described.' })),
}, { minProperties: 1 });

export interface MachineDeletionSpec extends Static<typeof MachineDeletionSpecSchema> {}

/** MachineSetDeletionSpec is to be described. */
export const MachineSetDeletionSpecSchema = object({
  order: optional(enumeration(['Random', 'Newest', 'Oldest'], { description: 'order is to be described.' })),
}, { minProperties: 1 });

export interface MachineSetDeletionSpec extends Static<typeof MachineSetDeletionSpecSchema> {}
