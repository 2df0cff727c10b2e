import { once } from 'node:events';
import { duplexPair, type Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { constants, createDeflate } from 'node:zlib';
import { aClock } from '../store/store.fixtures.ts';
import { PortClosedError, type FindListener } from './pod-ports.ts';
import { spdyDictionary } from '@clusterwright/kube-client/spdy/spdy-dictionary';
import { controlFrame, dataFrameHeader, frameType, SpdyFrameParser } from '@clusterwright/kube-client/spdy/spdy-frames';
import { serveSpdyPortForward } from './spdy-port-forward.ts';

/** The client half, as small as it can be: opens streams and collects what comes back for each. */
class SpdyClient {
  readonly received = new Map<number, string>();
  readonly ended = new Set<number>();
  readonly control: number[] = [];
  readonly #transport: Duplex;
  readonly #deflate = createDeflate({ dictionary: spdyDictionary, flush: constants.Z_SYNC_FLUSH });

  constructor(transport: Duplex) {
    this.#transport = transport;
    const parser = new SpdyFrameParser();
    transport.on('data', (chunk: Buffer) => {
      for (const frame of parser.feed(chunk)) {
        if (frame.kind === 'control') this.control.push(frame.type);
        else this.received.set(frame.streamId, (this.received.get(frame.streamId) ?? '') + frame.chunk.toString());
        if (frame.kind === 'data' && frame.fin) this.ended.add(frame.streamId);
      }
      transport.emit('progress');
    });
  }

  async open(id: number, headers: Record<string, string>): Promise<void> {
    const uint32 = (value: number): Buffer => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
    const pairs = Object.entries(headers);
    const block = Buffer.concat([uint32(pairs.length), ...pairs.flat().flatMap((part) => [uint32(part.length), Buffer.from(part)])]);
    const compressed = new Promise<Buffer>((resolve) => this.#deflate.once('data', resolve));
    this.#deflate.write(block);
    this.#transport.write(controlFrame(frameType.synStream, Buffer.concat([uint32(id), uint32(0), Buffer.from([0, 0]), await compressed])));
  }

  send(id: number, data: string, fin = false): void {
    this.#transport.write(Buffer.concat([dataFrameHeader(id, data.length, fin), Buffer.from(data)]));
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this.#transport, 'progress');
  }
}

const upperCase: FindListener = () => (connection) => {
  void text(connection).then((all) => connection.end(all.toUpperCase()));
};

function connect(findListener: FindListener) {
  const [clientSide, serverSide] = duplexPair();
  const clock = aClock();
  serveSpdyPortForward(serverSide, { clock, findListener });
  return { client: new SpdyClient(clientSide), clock, clientSide, serverSide };
}

const pair = async (client: SpdyClient, error: number, data: number, requestId: string): Promise<void> => {
  await client.open(error, { streamtype: 'error', port: '80', requestid: requestId });
  await client.open(data, { streamtype: 'data', port: '80', requestid: requestId });
};

test('forwards one connection, and ends both streams after it', async () => {
  const { client } = connect(upperCase);
  await pair(client, 1, 3, '0');
  client.send(3, 'hello ');
  client.send(3, 'there', true);
  await client.until(() => client.ended.has(3) && client.ended.has(1));
  expect([client.received.get(3), client.received.get(1)]).toEqual(['HELLO THERE', '']);
  expect(client.control.filter((type) => type === frameType.synReply)).toHaveLength(2);
});

test('forwards several connections side by side', async () => {
  const { client } = connect(upperCase);
  await pair(client, 1, 3, 'a');
  await pair(client, 5, 7, 'b');
  client.send(7, 'second', true);
  client.send(3, 'first', true);
  await client.until(() => client.ended.has(3) && client.ended.has(7));
  expect([client.received.get(3), client.received.get(7)]).toEqual(['FIRST', 'SECOND']);
});

test('tells on the error stream that nothing listens', async () => {
  const { client } = connect(() => {
    throw new PortClosedError('connection refused');
  });
  await pair(client, 1, 3, '0');
  await client.until(() => client.ended.has(1) && client.ended.has(3));
  expect(client.received.get(1)).toBe('connection refused');
});

test('pairs streams of clients that send no request id', async () => {
  const { client } = connect(upperCase);
  await client.open(1, { streamtype: 'error', port: '80' });
  await client.open(3, { streamtype: 'data', port: '80' });
  client.send(3, 'x', true);
  await client.until(() => client.ended.has(3));
  expect(client.received.get(3)).toBe('X');
});

test('a data stream without its error stream is given up after half a minute', async () => {
  const { client, clock } = connect(upperCase);
  await client.open(3, { streamtype: 'data', port: '80', requestid: '0' });
  await client.until(() => client.control.includes(frameType.synReply));
  clock.advance(31_000);
  await client.until(() => client.control.includes(frameType.rstStream));
});

test('answers pings', async () => {
  const { client, clientSide } = connect(upperCase);
  clientSide.write(controlFrame(frameType.ping, Buffer.from([0, 0, 0, 1])));
  await client.until(() => client.control.includes(frameType.ping));
});

test.each([
  { name: 'another version', bytes: Buffer.from('8002000600000004', 'hex') },
  { name: 'a header block that does not inflate', bytes: controlFrame(frameType.synStream, Buffer.alloc(64, 7)) },
  { name: 'a short control frame', bytes: controlFrame(frameType.rstStream, Buffer.from([1])) },
])('$name ends the connection, and its streams with it', async ({ bytes }) => {
  const connections: Duplex[] = [];
  const { client, clientSide, serverSide } = connect(() => (connection) => void connections.push(connection));
  clientSide.on('error', () => undefined);
  await pair(client, 1, 3, '0');
  await client.until(() => client.control.length === 2);
  clientSide.write(bytes);
  await new Promise((resolve) => serverSide.once('close', resolve));
  expect(connections.map(({ destroyed }) => destroyed)).toEqual([true]);
});
