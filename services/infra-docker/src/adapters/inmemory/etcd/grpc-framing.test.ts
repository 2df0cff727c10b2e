import { encodeGrpcMessage, frameMessage, unframeMessage } from './grpc-framing.ts';

test('a message comes out as it went in', () => {
  expect(unframeMessage(frameMessage(Buffer.from('abc'))).toString()).toBe('abc');
  expect(unframeMessage(frameMessage(new Uint8Array()))).toHaveLength(0);
});

test.each([
  { name: 'nothing', hex: '', status: 13 },
  { name: 'half a frame', hex: '0000', status: 13 },
  { name: 'a compressed message', hex: '0100000001aa', status: 12 },
  { name: 'less than announced', hex: '0000000005aa', status: 13 },
  { name: 'two messages', hex: '0000000001aa0000000001aa', status: 13 },
])('refuses $name → $status', ({ hex, status }) => {
  expect(() => unframeMessage(Buffer.from(hex, 'hex'))).toThrow(expect.objectContaining({ status }));
});

test('messages are percent-encoded, spaces stay readable', () => {
  expect(encodeGrpcMessage('not leader: 100%\n')).toBe('not leader%3A 100%25%0A');
});
