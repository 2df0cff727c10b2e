/** The kinds of the group ipam.cluster.x-k8s.io, version v1beta2. */
export { IPAddresses } from './v1beta2/ip-address/ip-address.ts';
export { IPAddressClaims } from './v1beta2/ip-address-claim/ip-address-claim.ts';
export { ipAddressClaimConditions, type IPAddressClaimConditions } from './v1beta2/ip-address-claim/ip-address-claim.conditions.ts';
export type { IPAddressClaimSpec, IPAddressClaimStatus, IPAddressClaim } from './v1beta2/ip-address-claim/ip-address-claim.schema.ts';
export type { IPAddressSpec, IPAddress } from './v1beta2/ip-address/ip-address.schema.ts';
