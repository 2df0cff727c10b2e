import { boolean, object, optional, type Static } from '../../../schema/schema.ts';

/** Milestones of creating infrastructure. */
export const InfrastructureInitializationStatusSchema = object(
  {
    provisioned: optional(boolean({ description: 'provisioned is true once the infrastructure can be used; part of the contract.' })),
  },
  { minProperties: 1 },
);

export interface InfrastructureInitializationStatus extends Static<typeof InfrastructureInitializationStatusSchema> {}
