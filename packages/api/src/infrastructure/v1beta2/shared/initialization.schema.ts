import { boolean, object, optional, type Static } from '../../../schema/schema.ts';

/** InfrastructureInitializationStatus is to be described. */
export const InfrastructureInitializationStatusSchema = object({
  provisioned: optional(boolean({ description: 'provisioned is to be described.' })),
}, { minProperties: 1 });

export interface InfrastructureInitializationStatus extends Static<typeof InfrastructureInitializationStatusSchema> {}
