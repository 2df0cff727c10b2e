import { contains, fixedAddresses, lowerHalf } from './fixed-addresses.ts';

const v4 = { subnet: '172.18.0.0/16', range: '172.18.0.0/17' };
const v6 = { subnet: 'fc00:1::/64', range: 'fc00:1::/65' };

test.each([
  { subnet: '172.18.0.0/16', want: '172.18.0.0/17' },
  { subnet: '192.168.16.0/20', want: '192.168.16.0/21' },
  { subnet: 'fc00:f853:ccd:e793::/64', want: 'fc00:f853:ccd:e793::/65' },
])('the lower half of $subnet is $want', ({ subnet, want }) => expect(lowerHalf(subnet)).toBe(want));

test.each([
  { address: '172.18.255.255', want: true },
  { address: '172.19.0.0', want: false },
  { address: 'fc00:1::5', want: false },
])('172.18.0.0/16 contains $address: $want', ({ address, want }) => expect(contains(v4, address)).toBe(want));

test('a container keeps the address that follows from its name, in the half that the engine leaves alone', () => {
  const [four = '', six = ''] = fixedAddresses('k-lb', [v4, v6], new Set());
  expect(fixedAddresses('k-lb', [v4, v6], new Set())).toEqual([four, six]);
  expect([contains(v4, four), contains({ subnet: '172.18.0.0/17' }, four)]).toEqual([true, false]);
  expect([contains(v6, six), contains({ subnet: 'fc00:1::/65' }, six)]).toEqual([true, false]);
  expect(fixedAddresses('k-cp1', [v4], new Set())).not.toEqual([four]);
});

test('an address that somebody has is passed over', () => {
  const [first = ''] = fixedAddresses('k-lb', [v4], new Set());
  const [second = ''] = fixedAddresses('k-lb', [v4], new Set([first]));
  expect([second === first, contains(v4, second)]).toEqual([false, true]);
});

test.each([
  { name: 'that the engine gives away as a whole', subnet: { subnet: '172.18.0.0/16' } },
  { name: 'with too little room', subnet: { subnet: '10.0.0.0/26', range: '10.0.0.0/27' } },
  { name: 'whose range is its end', subnet: { subnet: '10.0.0.0/16', range: '10.0.128.0/17' } },
])('a subnet $name has no fixed addresses', ({ subnet }) => expect(fixedAddresses('k-lb', [subnet], new Set())).toEqual([]));

test('addresses that look like those of networks and broadcasts are passed over', () => {
  const wide = { subnet: '10.0.0.0/22', range: '10.0.0.0/23' };
  const taken = new Set<string>();
  for (let next = fixedAddresses('a', [wide], taken)[0]; next !== undefined && taken.size < 256; next = fixedAddresses('a', [wide], taken)[0]) taken.add(next);
  expect([...taken].filter((address) => /\.(0|255)$/.test(address))).toEqual([]);
});

test('the broadcast address is nobody\'s', () => {
  const small = { subnet: '10.0.0.0/24', range: '10.0.0.0/25' };
  const taken = new Set<string>();
  for (let next = fixedAddresses('a', [small], taken)[0]; next !== undefined; next = fixedAddresses('a', [small], taken)[0]) taken.add(next);
  expect([taken.size, taken.has('10.0.0.255'), taken.has('10.0.0.254'), taken.has('10.0.0.128')]).toEqual([127, false, true, true]);
});
