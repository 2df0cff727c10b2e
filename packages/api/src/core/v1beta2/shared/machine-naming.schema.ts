import { object, optional, string, type Static } from '../../../schema/schema.ts';

/** MachineNamingSpec is to be described. */
export const MachineNamingSpecSchema = object({
  template: optional(string({ minLength: 1, maxLength: 256, description: 'template is to be described.' })),
}, { minProperties: 1 });

export interface MachineNamingSpec extends Static<typeof MachineNamingSpecSchema> {}
