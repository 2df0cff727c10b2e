import { clusterName } from '../../../core/v1beta2/shared/cluster-name.schema.ts';
import { deprecated, V1Beta1ConditionsStatusSchema } from '../../../core/v1beta2/shared/deprecated-status.schema.ts';
import { ContractVersionedObjectReferenceSchema, NameReferenceSchema } from '../../../core/v1beta2/shared/references.schema.ts';
import type { KubeObject } from '../../../resource.ts';
import { described, kubeObject, object, optional, type Static } from '../../../schema/schema.ts';
import { conditionList } from '../../../schema/status.schema.ts';

/** The address that is asked for. */
export const IPAddressClaimSpecSchema = object({
  clusterName: optional(clusterName()),
  poolRef: described(ContractVersionedObjectReferenceSchema, 'poolRef names the pool that an address is wanted from.'),
});

export interface IPAddressClaimSpec extends Static<typeof IPAddressClaimSpecSchema> {}

/** What was observed of a claim. */
export const IPAddressClaimStatusSchema = object(
  {
    conditions: optional(conditionList('conditions report the state of the object: Ready and Paused.')),
    addressRef: optional(described(NameReferenceSchema, 'addressRef names the IPAddress that was allocated.')),
    deprecated: optional(deprecated(V1Beta1ConditionsStatusSchema)),
  },
  { minProperties: 1 },
);

export interface IPAddressClaimStatus extends Static<typeof IPAddressClaimStatusSchema> {}

export const IPAddressClaimSchema = kubeObject(
  {
    spec: described(IPAddressClaimSpecSchema, 'spec is what the IPAddressClaim should be.'),
    status: optional(described(IPAddressClaimStatusSchema, 'status is what was observed of the IPAddressClaim.')),
  },
  { description: 'IPAddressClaim asks an IPAM provider for an address from a pool.' },
);

/** IPAddressClaim asks an IPAM provider for an address from a pool. */
export interface IPAddressClaim extends KubeObject {
  spec: IPAddressClaimSpec;
  status?: IPAddressClaimStatus;
}
