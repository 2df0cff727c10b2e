import { enumeration, object, string, type Static } from '../../../schema/schema.ts';

/** MachineAddress is to be described. */
export const MachineAddressSchema = object({
  type: enumeration(['Hostname', 'ExternalIP', 'InternalIP', 'ExternalDNS', 'InternalDNS'], { description: 'type is to be described.' }),
  address: string({ minLength: 1, maxLength: 256, description: 'address is to be described.' }),
});

export interface MachineAddress extends Static<typeof MachineAddressSchema> {}
