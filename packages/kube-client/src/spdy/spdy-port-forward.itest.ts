import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createKubeClient } from '../create-client.ts';
import type { KubeClient } from '../client.ts';
import { controlFrame, dataFrameHeader, frameType, resetFrame, SpdyFrameParser } from './spdy-frames.ts';
import { SpdyHeaderCodec } from './spdy-headers.ts';

const pod = { namespace: 'kube-system', name: 'etcd-a' };
const badRequest = '{"kind":"Status","code":400,"reason":"BadRequest","message":"unable to upgrade"}';
const missing = '{"kind":"Status","code":404,"reason":"NotFound","message":"no such pod"}';

/** An API server that knows no WebSocket: it accepts streams and hands what comes to the test. */
class SpdyOnlyServer {
  readonly http: Server = createServer();
  readonly requests: string[] = [];
  readonly sockets = new Set<Duplex>();
  readonly headers: ReadonlyMap<string, string>[] = [];
  onData: (text: string, connection: Duplex) => void = () => undefined;
  ended: Promise<void>;
  #end: () => void;

  constructor() {
    const end = Promise.withResolvers<void>();
    [this.ended, this.#end] = [end.promise, end.resolve];
    this.http.on('connection', (socket) => void this.sockets.add(socket));
    this.http.on('upgrade', (request, socket: Duplex) => {
      this.requests.push(`${request.method} ${request.headers.upgrade} ${request.url}`);
      if (request.headers.upgrade !== 'SPDY/3.1') return void socket.end(`HTTP/1.1 400 Bad Request\r\ncontent-length: ${badRequest.length}\r\n\r\n${badRequest}`);
      if (request.url?.includes('/missing')) return void socket.end(`HTTP/1.1 404 Not Found\r\ncontent-length: ${missing.length}\r\n\r\n${missing}`);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n');
      void this.#serve(socket).catch(() => undefined);
    });
  }

  async #serve(connection: Duplex): Promise<void> {
    const [parser, codec] = [new SpdyFrameParser(), new SpdyHeaderCodec()];
    connection.on('error', () => undefined);
    for await (const chunk of connection) {
      for (const frame of parser.feed(chunk as Buffer)) {
        if (frame.kind === 'data') {
          if (frame.streamId === 3 && frame.chunk.length > 0) this.onData(frame.chunk.toString(), connection);
          if (frame.streamId === 3 && frame.fin) this.#end();
        } else if (frame.type === frameType.synStream) {
          this.headers.push(await codec.decode(frame.payload.subarray(10)));
          connection.write(controlFrame(frameType.synReply, Buffer.concat([frame.payload.subarray(0, 4), await codec.encode(new Map())])));
        }
      }
    }
    codec.close();
  }
}

const say = (connection: Duplex, streamId: number, text: string, fin = false): void => void connection.write(Buffer.concat([dataFrameHeader(streamId, text.length, fin), Buffer.from(text)]));

let server: SpdyOnlyServer;
let client: KubeClient;

beforeEach(async () => {
  server = new SpdyOnlyServer();
  await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve));
  client = createKubeClient({ server: `http://127.0.0.1:${(server.http.address() as AddressInfo).port}` });
});

afterEach(async () => {
  await client.close();
  for (const socket of server.sockets) socket.destroy();
  await new Promise((resolve) => server.http.close(resolve));
});

test('a server without WebSocket is spoken to over SPDY, and asked only once', async () => {
  server.onData = (text, connection) => say(connection, 3, `echo ${text}`);
  for (const round of ['one', 'two']) {
    const stream = await client.portForward(pod, 2379);
    stream.write(round);
    expect(String((await once(stream, 'data'))[0])).toBe(`echo ${round}`);
    stream.destroy();
  }
  const path = '/api/v1/namespaces/kube-system/pods/etcd-a/portforward';
  expect(server.requests).toEqual([`GET websocket ${path}?ports=2379`, `POST SPDY/3.1 ${path}`, `POST SPDY/3.1 ${path}`]);
  expect(server.headers.slice(0, 2).map((headers) => Object.fromEntries(headers))).toEqual([
    { streamtype: 'error', port: '2379', requestid: '0' },
    { streamtype: 'data', port: '2379', requestid: '0' },
  ]);
});

test('the end goes both ways', async () => {
  server.onData = (_text, connection) => say(connection, 3, 'bye', true);
  const stream = await client.portForward(pod, 2379);
  stream.write('hello');
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(String(chunk));
  expect(chunks.join('')).toBe('bye');
  await server.ended;
});

const breaks = [
  { name: 'the error stream says why', why: 'nobody listens on the port', act: (connection: Duplex) => say(connection, 1, 'connection refused', true), want: 'port-forward to kube-system/etcd-a:2379: connection refused' },
  { name: 'another protocol', why: 'nothing of it can be trusted', act: (connection: Duplex) => void connection.write(Buffer.from([0x80, 2, 0, 1, 0, 0, 0, 0])), want: 'port-forward to kube-system/etcd-a:2379: unsupported SPDY version 2' },
];
test.each(breaks)('fails where $name ($why)', async ({ act, want }) => {
  server.onData = (_text, connection) => act(connection);
  const stream = await client.portForward(pod, 2379);
  const failed = once(stream, 'error').then(([error]: unknown[]) => error, (error: unknown) => error);
  stream.resume();
  stream.write('hello');
  expect(await failed).toMatchObject({ message: want });
});

test('a stream that is reset ends', async () => {
  server.onData = (_text, connection) => void connection.write(resetFrame(3));
  const stream = await client.portForward(pod, 2379);
  stream.resume();
  stream.write('hello');
  await once(stream, 'end');
});

test('a refusal is the refusal of the server', async () => {
  await expect(client.portForward({ namespace: 'kube-system', name: 'missing' }, 2379)).rejects.toMatchObject({ status: 404, message: 'no such pod' });
});
