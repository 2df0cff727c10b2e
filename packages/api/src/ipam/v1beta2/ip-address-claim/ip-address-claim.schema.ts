import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, string, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/conditions.schema.ts';
import { DeprecatedConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { ContractVersionedObjectReferenceSchema, NameReferenceSchema } from '../../../core/v1beta2/shared/references.schema.ts';

/** IPAddressClaimSpec is to be described. */
export const IPAddressClaimSpecSchema = object({
  clusterName: optional(string({ minLength: 1, maxLength: 63, description: 'clusterName is to be described.' })),
  poolRef: described(ContractVersionedObjectReferenceSchema, 'poolRef is to be described.'),
});

export interface IPAddressClaimSpec extends Static<typeof IPAddressClaimSpecSchema> {}

/** IPAddressClaimStatus is to be described. */
export const IPAddressClaimStatusSchema = object({
  conditions: optional(conditionList('conditions is to be described.')),
  addressRef: optional(described(NameReferenceSchema, 'addressRef is to be described.')),
  deprecated: optional(described(DeprecatedConditionsStatusSchema, 'deprecated is to be described.')),
}, { minProperties: 1 });

export interface IPAddressClaimStatus extends Static<typeof IPAddressClaimStatusSchema> {}

export const IPAddressClaimSchema = kubeObject({
  spec: described(IPAddressClaimSpecSchema, 'spec is to be described.'),
  status: optional(described(IPAddressClaimStatusSchema, 'status is to be described.')),
}, { description: 'IPAddressClaim is to be described.' });

/** IPAddressClaim is to be described. */
export interface IPAddressClaim extends KubeObject {
  spec: IPAddressClaimSpec;
  status?: IPAddressClaimStatus;
}
