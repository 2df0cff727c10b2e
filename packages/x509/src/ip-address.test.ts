import fc from 'fast-check';
import { ipAddressBytes } from './ip-address.ts';

const cases = [
  { address: '127.0.0.1', want: '7f000001' },
  { address: '255.255.255.255', want: 'ffffffff' },
  { address: '::', want: '00000000000000000000000000000000' },
  { address: '::1', want: '00000000000000000000000000000001' },
  { address: '1::', want: '00010000000000000000000000000000' },
  { address: '2001:DB8::8:800:200C:417A', want: '20010db80000000000080800200c417a' },
  { address: '1:2:3:4:5:6:7:8', want: '00010002000300040005000600070008' },
  { address: '64:ff9b::192.0.2.33', want: '0064ff9b0000000000000000c0000221' },
  { address: '::ffff:192.0.2.33', want: 'c0000221' },
];

test.each(cases)('$address is $want', ({ address, want }) => {
  expect(ipAddressBytes(address).toString('hex')).toBe(want);
});

test.each(['', 'localhost', '1.2.3', '1.2.3.256', '1.2.3.4.5', '0x7f.1', ':', ':::', '1:2:3:4:5:6:7:8:9', 'fe80::1%eth0', '[::1]', '12345::', '::1/64', '::1]:80/[x'])('%j is refused', (address) => {
  expect(() => ipAddressBytes(address)).toThrow(expect.objectContaining({ problem: 'InvalidName', message: `${JSON.stringify(address)} is not an IP address` }));
});

test('every address is read as it is written', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const mapped = /^0{1,4}(:0{1,4}){4}:ffff:|^::ffff:/i.test(address);
      fc.pre(!mapped);
      const bytes = ipAddressBytes(address);
      const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
      // The URL parser is the judge: both writings are the same address.
      expect(new URL(`http://[${groups.join(':')}]`).hostname).toBe(new URL(`http://[${address}]`).hostname);
    }),
  );
});
