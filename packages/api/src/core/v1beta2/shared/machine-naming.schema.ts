import { object, optional, string, type Static } from '../../../schema/schema.ts';

/** How Machines are named. */
export const MachineNamingSpecSchema = object({
  template: optional(string({ minLength: 1, maxLength: 256, description: 'template is a Go template of the name; it knows cluster.name, random and the name of the owner, and must contain random.' })),
}, { minProperties: 1 });

export interface MachineNamingSpec extends Static<typeof MachineNamingSpecSchema> {}
