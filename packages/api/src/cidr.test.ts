import { isCidrBlock } from './cidr.ts';

test.each([
  { text: '10.128.0.0/12', why: 'IPv4', want: true },
  { text: '10.128.0.1/12', why: 'host bits may be set', want: true },
  { text: '0.0.0.0/0', why: 'everything', want: true },
  { text: 'fd00:100:96::/48', why: 'IPv6', want: true },
  { text: '::/0', why: 'only zeros', want: true },
  { text: '::ffff:10.0.0.0/104', why: 'IPv6 with an IPv4 tail', want: true },
  { text: '1:2:3:4:5:6:7:8/128', why: 'IPv6 without a gap', want: true },
  { text: '10.128.0.0', why: 'no length', want: false },
  { text: '10.128.0.0/33', why: 'longer than an IPv4 address', want: false },
  { text: '10.128.0.0/08', why: 'Go refuses leading zeros', want: false },
  { text: '10.128.0/12', why: 'three numbers', want: false },
  { text: '10.128.0.256/12', why: 'more than a byte', want: false },
  { text: '10.128.0.01/12', why: 'leading zero in the address', want: false },
  { text: 'fd00::1::/48', why: 'two gaps', want: false },
  { text: 'fd00::/129', why: 'longer than an IPv6 address', want: false },
  { text: '1:2:3:4:5:6:7/64', why: 'seven groups and no gap', want: false },
  { text: '1:2:3:4:5:6:7:8::/64', why: 'a gap for nothing', want: false },
  { text: 'fd00:xyz::/48', why: 'not hexadecimal', want: false },
  { text: '', why: 'nothing', want: false },
])('isCidrBlock: $text is $want ($why)', ({ text, want }) => {
  expect(isCidrBlock(text)).toBe(want);
});
