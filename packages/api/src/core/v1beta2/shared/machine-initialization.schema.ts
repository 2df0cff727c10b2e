import { boolean, object, optional, type Static } from '../../../schema/schema.ts';

/** MachineInitializationStatus is to be described. */
export const MachineInitializationStatusSchema = object({
  infrastructureProvisioned: optional(boolean({ description: 'infrastructureProvisioned is to be described.' })),
  bootstrapDataSecretCreated: optional(boolean({ description: 'bootstrapDataSecretCreated is to be described.' })),
}, { minProperties: 1 });

export interface MachineInitializationStatus extends Static<typeof MachineInitializationStatusSchema> {}
