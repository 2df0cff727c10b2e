import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { bridgeToSocket } from './socket-bridge.ts';

const collect = async (readable: NodeJS.ReadableStream): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of readable) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
};

describe('bridgeToSocket', () => {
  test('carries bytes both ways, and the end of the stream', async () => {
    const [stream, peer] = duplexPair();
    const socket = await bridgeToSocket(stream);
    socket.write('to the peer');
    const [toPeer] = (await once(peer, 'data')) as [Buffer];
    expect(toPeer.toString()).toBe('to the peer');
    peer.end('to the socket');
    expect(await collect(socket)).toBe('to the socket');
  });

  test('closing the socket closes the stream', async () => {
    const [stream] = duplexPair();
    const socket = await bridgeToSocket(stream);
    socket.destroy();
    await once(stream, 'close');
    expect(stream.destroyed).toBe(true);
  });

  test('an error of the stream is the error of the socket', async () => {
    const [stream] = duplexPair();
    const socket = await bridgeToSocket(stream);
    stream.destroy(new Error('port-forward broke'));
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toBe('port-forward broke');
  });
});
