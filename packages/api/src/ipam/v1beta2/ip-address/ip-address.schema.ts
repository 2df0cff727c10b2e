import type { KubeObject } from '../../../resource.ts';
import { described, int32, kubeObject, object, optional, string, type Static } from '../../../schema/schema.ts';
import { ContractVersionedObjectReferenceSchema, NameReferenceSchema } from '../../../core/v1beta2/shared/references.schema.ts';

/** IPAddressSpec is to be described. */
export const IPAddressSpecSchema = object({
  claimRef: described(NameReferenceSchema, 'claimRef is to be described.'),
  poolRef: described(ContractVersionedObjectReferenceSchema, 'poolRef is to be described.'),
  address: string({ minLength: 1, maxLength: 39, description: 'address is to be described.' }),
  prefix: int32({ minimum: 0, maximum: 128, description: 'prefix is to be described.' }),
  gateway: optional(string({ minLength: 1, maxLength: 39, description: 'gateway is to be described.' })),
});

export interface IPAddressSpec extends Static<typeof IPAddressSpecSchema> {}

export const IPAddressSchema = kubeObject({
  spec: described(IPAddressSpecSchema, 'spec is to be described.'),
}, { description: 'IPAddress is to be described.' });

/** IPAddress is to be described. */
export interface IPAddress extends KubeObject {
  spec: IPAddressSpec;
}
