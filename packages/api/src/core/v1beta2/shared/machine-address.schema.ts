import { enumeration, object, string, type Static } from '../../../schema/schema.ts';

/** An address of a machine. */
export const MachineAddressSchema = object({
  type: enumeration(['Hostname', 'ExternalIP', 'InternalIP', 'ExternalDNS', 'InternalDNS'], {
    description: 'type is what the address is: Hostname, ExternalIP, InternalIP, ExternalDNS or InternalDNS.',
  }),
  address: string({ minLength: 1, maxLength: 256, description: 'address is the address.' }),
});

export interface MachineAddress extends Static<typeof MachineAddressSchema> {}
