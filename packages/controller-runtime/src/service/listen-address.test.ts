import { parseListenAddress } from './listen-address.ts';

const cases = [
  { text: ':9440', why: 'all interfaces', want: { host: '::', port: 9440 } },
  { text: '127.0.0.1:8443', why: 'one interface', want: { host: '127.0.0.1', port: 8443 } },
  { text: '[::1]:8443', why: 'brackets are not part of the host', want: { host: '::1', port: 8443 } },
  { text: '0', why: 'off', want: undefined },
  { text: '', why: 'off', want: undefined },
  { text: ':0', why: 'off', want: undefined },
];
test.each(cases)('$text is $want ($why)', ({ text, want }) => {
  expect(parseListenAddress('health-addr', text)).toEqual(want);
});

test.each(['8443', 'localhost', ':99999', 'host:port'])('%s is refused with the name of the flag', (text) => {
  expect(() => parseListenAddress('health-addr', text)).toThrow(expect.objectContaining({ code: 'Flag', message: expect.stringContaining('--health-addr') as string }) as Error);
});
