import { isIPv4, isIPv6 } from '../../../cidr.ts';
import type { FieldError } from '../../../field-error.ts';
import { isSameValue } from '../../../same-value.ts';
import type { IPAddressClaim } from '../ip-address-claim/ip-address-claim.schema.ts';
import { validateImmutableSpec } from '../shared/immutable-spec.validation.ts';
import type { IPAddress, IPAddressSpec } from './ip-address.schema.ts';

/** Rules for new IPAddresses that the schema cannot say (spec WH-11). `claim` is the one that the address is for, where it exists. Pure. */
export function validateNewIPAddress({ spec }: IPAddress, claim: IPAddressClaim | undefined): FieldError[] {
  const isOtherPool = claim !== undefined && !isSameValue(claim.spec.poolRef, spec.poolRef);
  return [
    ...validateAddress(spec.address, 'spec.address'),
    ...validatePrefix(spec),
    ...(spec.gateway === undefined ? [] : validateAddress(spec.gateway, 'spec.gateway')),
    ...(isOtherPool ? [{ field: 'spec.poolRef', type: 'Invalid', value: spec.poolRef, detail: `is not the pool that IPAddressClaim ${spec.claimRef.name} asks` } as const] : []),
  ];
}

/** An address stays as it was given out (spec WH-11). Pure. */
export function validateChangedIPAddress({ spec }: IPAddress, previous: IPAddress): FieldError[] {
  return validateImmutableSpec(spec, previous.spec, 'IPAddress');
}

function validateAddress(address: string, field: string): FieldError[] {
  return familyOf(address) === undefined ? [{ field, type: 'Invalid', value: address, detail: 'not a valid IP address' }] : [];
}

/** The schema knows 128 as the longest. */
function validatePrefix({ address, prefix }: IPAddressSpec): FieldError[] {
  if (familyOf(address) !== 'IPv4' || prefix <= 32) return [];
  return [{ field: 'spec.prefix', type: 'Invalid', value: prefix, detail: 'prefix is too large for an IPv4 address' }];
}

function familyOf(address: string): 'IPv4' | 'IPv6' | undefined {
  if (isIPv4(address)) return 'IPv4';
  const [plain = '', zone, ...more] = address.split('%');
  const isZoneUsable = zone === undefined || (zone !== '' && !plain.includes('.'));
  return more.length === 0 && isZoneUsable && isIPv6(plain) ? 'IPv6' : undefined;
}
