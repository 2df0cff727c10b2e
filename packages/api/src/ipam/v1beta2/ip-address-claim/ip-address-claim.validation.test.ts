import { validateIPAddressClaim } from './ip-address-claim.validation.ts';

const poolRef = { apiGroup: 'ipam.example.com', kind: 'Pool', name: 'p' };
const aClaim = (spec: object = {}) => ({ apiVersion: 'ipam.cluster.x-k8s.io/v1beta2', kind: 'IPAddressClaim', metadata: { name: 'claim' }, spec: { poolRef, ...spec } });

test.each([
  { name: 'a new claim', why: 'the schema has said all', next: aClaim(), previous: undefined, want: [] },
  { name: 'the same claim', why: 'the order of members says nothing', next: aClaim({ poolRef: { name: 'p', kind: 'Pool', apiGroup: 'ipam.example.com' } }), previous: aClaim(), want: [] },
  { name: 'another pool', why: 'the address would not be from it', next: aClaim({ poolRef: { ...poolRef, name: 'q' } }), previous: aClaim(), want: ['spec Forbidden'] },
  { name: 'a cluster added', why: 'part of the spec as well', next: aClaim({ clusterName: 'c' }), previous: aClaim(), want: ['spec Forbidden'] },
])('$name → $want ($why)', ({ next, previous, want }) => {
  expect(validateIPAddressClaim(next, previous).map(({ field, type }) => `${field} ${type}`)).toEqual(want);
});
