import { enumeration, int32, object, optional, type Static } from '../../../schema/schema.ts';

/** Order and time limits for deleting machines of a MachineDeployment. */
export const MachineDeploymentMachineDeletionSpecSchema = object(
  {
    order: optional(
      enumeration(['Random', 'Newest', 'Oldest'], { description: 'order says which machines go first when scaling down: Random, Newest or Oldest.' }),
    ),
    nodeDrainTimeoutSeconds: optional(
      int32({ minimum: 0, description: 'nodeDrainTimeoutSeconds is how long draining the Node may take; 0, the default, means no limit.' }),
    ),
    nodeVolumeDetachTimeoutSeconds: optional(
      int32({ minimum: 0, description: 'nodeVolumeDetachTimeoutSeconds is how long to wait for volumes to detach; 0, the default, means no limit.' }),
    ),
    nodeDeletionTimeoutSeconds: optional(
      int32({ minimum: 0, description: 'nodeDeletionTimeoutSeconds is how long to try to delete the Node object; 10 seconds by default, 0 means no limit.' }),
    ),
  },
  { minProperties: 1 },
);

export interface MachineDeploymentMachineDeletionSpec extends Static<typeof MachineDeploymentMachineDeletionSpecSchema> {}

/** Time limits for deleting a machine. */
export const MachineDeletionSpecSchema = object(
  {
    nodeDrainTimeoutSeconds: optional(
      int32({ minimum: 0, description: 'nodeDrainTimeoutSeconds is how long draining the Node may take; 0, the default, means no limit.' }),
    ),
    nodeVolumeDetachTimeoutSeconds: optional(
      int32({ minimum: 0, description: 'nodeVolumeDetachTimeoutSeconds is how long to wait for volumes to detach; 0, the default, means no limit.' }),
    ),
    nodeDeletionTimeoutSeconds: optional(
      int32({ minimum: 0, description: 'nodeDeletionTimeoutSeconds is how long to try to delete the Node object; 10 seconds by default, 0 means no limit.' }),
    ),
  },
  { minProperties: 1 },
);

export interface MachineDeletionSpec extends Static<typeof MachineDeletionSpecSchema> {}

/** Which Machines are deleted first. */
export const MachineSetDeletionSpecSchema = object(
  {
    order: optional(
      enumeration(['Random', 'Newest', 'Oldest'], { description: 'order says which Machines go first when scaling down: Random, Newest or Oldest.' }),
    ),
  },
  { minProperties: 1 },
);

export interface MachineSetDeletionSpec extends Static<typeof MachineSetDeletionSpecSchema> {}
