import type { IPAddress } from './ip-address.schema.ts';
import { validateChangedIPAddress, validateNewIPAddress } from './ip-address.validation.ts';

const poolRef = { apiGroup: 'ipam.example.com', kind: 'Pool', name: 'p' };
const claim = { apiVersion: 'ipam.cluster.x-k8s.io/v1beta2', kind: 'IPAddressClaim', metadata: { name: 'claim' }, spec: { poolRef } };
const anAddress = (spec: object = {}): IPAddress => ({
  apiVersion: 'ipam.cluster.x-k8s.io/v1beta2',
  kind: 'IPAddress',
  metadata: { name: 'address' },
  spec: { claimRef: { name: 'claim' }, poolRef, address: '10.0.0.5', prefix: 24, gateway: '10.0.0.1', ...spec },
});

test.each([
  { name: 'IPv4', why: 'the usual', spec: {}, want: [] },
  { name: 'IPv6', why: 'has longer prefixes', spec: { address: 'fd00::5', prefix: 128, gateway: 'fd00::1' }, want: [] },
  { name: 'IPv6 with a zone', why: 'link-local addresses have one', spec: { address: 'fe80::5%eth0', gateway: 'fe80::1%eth0' }, want: [] },
  { name: 'no gateway', why: 'a network need not have one', spec: { gateway: undefined }, want: [] },
  { name: 'a name as address', why: 'it cannot be configured', spec: { address: 'other-value' }, want: ['spec.address Invalid'] },
  { name: 'a zone without a name', why: 'it names none', spec: { address: 'fe80::5%' }, want: ['spec.address Invalid'] },
  { name: 'a block as address', why: 'the prefix stands on its own', spec: { address: '10.0.0.5/24' }, want: ['spec.address Invalid'] },
  { name: 'a name as gateway', why: 'it cannot be configured', spec: { gateway: 'Bad Value!' }, want: ['spec.gateway Invalid'] },
  { name: 'a prefix longer than IPv4', why: 'there are 32 bits', spec: { prefix: 33 }, want: ['spec.prefix Invalid'] },
  { name: 'all of IPv4 as prefix', why: 'an address of its own', spec: { prefix: 32 }, want: [] },
  { name: 'another pool than the claim', why: 'it would fulfil nothing that was asked', spec: { poolRef: { ...poolRef, kind: 'Other' } }, want: ['spec.poolRef Invalid'] },
])('a new address: $name → $want ($why)', ({ spec, want }) => {
  expect(validateNewIPAddress(anAddress(spec), claim).map(({ field, type }) => `${field} ${type}`)).toEqual(want);
});

test('an address may come before its claim is seen', () => {
  expect(validateNewIPAddress(anAddress({ poolRef: { ...poolRef, name: 'q' } }), undefined)).toEqual([]);
});

test.each([
  { name: 'nothing', why: 'labels may change', spec: {}, want: [] },
  { name: 'the gateway', why: 'machines were told', spec: { gateway: undefined }, want: ['spec Forbidden'] },
  { name: 'a prefix that would be refused', why: 'only the change counts', spec: { prefix: 64 }, want: ['spec Forbidden'] },
])('a changed address: $name → $want ($why)', ({ spec, want }) => {
  expect(validateChangedIPAddress(anAddress(spec), anAddress()).map(({ field, type }) => `${field} ${type}`)).toEqual(want);
});
