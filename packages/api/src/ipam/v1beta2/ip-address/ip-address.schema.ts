import { ContractVersionedObjectReferenceSchema, NameReferenceSchema } from '../../../core/v1beta2/shared/references.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, int32, kubeObject, object, optional, string, type Static } from '../../../schema/schema.ts';

/** An address and where it comes from. */
export const IPAddressSpecSchema = object({
  claimRef: described(NameReferenceSchema, 'claimRef names the IPAddressClaim that the address is for.'),
  poolRef: described(ContractVersionedObjectReferenceSchema, 'poolRef names the pool that the address comes from.'),
  address: string({ minLength: 1, maxLength: 39, description: 'address is the address itself, IPv4 or IPv6.' }),
  prefix: int32({ minimum: 0, maximum: 128, description: 'prefix is the length of the network prefix.' }),
  gateway: optional(string({ minLength: 1, maxLength: 39, description: 'gateway is the gateway of the network.' })),
});

export interface IPAddressSpec extends Static<typeof IPAddressSpecSchema> {}

export const IPAddressSchema = kubeObject(
  {
    spec: described(IPAddressSpecSchema, 'spec is the address.'),
  },
  { description: 'IPAddress is an address that an IPAM provider allocated for an IPAddressClaim.' },
);

/** IPAddress is an address that an IPAM provider allocated for an IPAddressClaim. */
export interface IPAddress extends KubeObject {
  spec: IPAddressSpec;
}
