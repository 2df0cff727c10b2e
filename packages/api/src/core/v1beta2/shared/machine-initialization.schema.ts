import { boolean, object, optional, type Static } from '../../../schema/schema.ts';

/** Milestones of creating a machine; each is reached once and stays. */
export const MachineInitializationStatusSchema = object(
  {
    infrastructureProvisioned: optional(
      boolean({ description: 'infrastructureProvisioned is true once the infrastructure provider has reported that the instance runs.' }),
    ),
    bootstrapDataSecretCreated: optional(boolean({ description: 'bootstrapDataSecretCreated is true once the bootstrap data exist.' })),
  },
  { minProperties: 1 },
);

export interface MachineInitializationStatus extends Static<typeof MachineInitializationStatusSchema> {}
