import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { createKubeClient } from './create-client.ts';
import type { KubeClient } from './client.ts';

const pod = { namespace: 'kube-system', name: 'etcd-a' };
const frame = (channel: number, data: string | Buffer): Buffer => Buffer.concat([Buffer.of(channel), Buffer.from(data)]);
const refusal = '{"kind":"Status","code":404,"reason":"NotFound","message":"no such pod"}';
const portName = Buffer.of(0x4b, 0x09);

let server: Server;
let client: KubeClient;
let accepted: Promise<WebSocket>;
let paths: string[];

beforeEach(async () => {
  paths = [];
  const peer = Promise.withResolvers<WebSocket>();
  accepted = peer.promise;
  const sockets = new WebSocketServer({ noServer: true });
  server = createServer();
  server.on('upgrade', (request, socket: Duplex, head) => {
    paths.push(request.url ?? '');
    if (request.url?.includes('/missing/')) return void socket.end(`HTTP/1.1 404 Not Found\r\ncontent-length: ${refusal.length}\r\n\r\n${refusal}`);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.send(frame(0, portName));
      webSocket.send(frame(1, portName));
      peer.resolve(webSocket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = createKubeClient({ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});

afterEach(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function textOf(stream: Duplex): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

test('carries bytes both ways on the data channel', async () => {
  const stream = await client.portForward(pod, 2379);
  const peer = await accepted;
  peer.on('message', (data: Buffer) => peer.send(frame(0, `echo ${data.subarray(1).toString()}`)));
  stream.write('hello');
  expect(String((await once(stream, 'data'))[0])).toBe('echo hello');
  expect(paths).toEqual(['/api/v1/namespaces/kube-system/pods/etcd-a/portforward?ports=2379']);
  stream.destroy();
});

test('what was sent before the end is read, however late', async () => {
  const stream = await client.portForward(pod, 2379);
  const peer = await accepted;
  const closed = once(peer, 'close');
  for (let i = 0; i < 100; i += 1) peer.send(frame(0, `${i};`));
  peer.close();
  await closed;
  expect(await textOf(stream)).toBe(Array.from({ length: 100 }, (_, i) => `${i};`).join(''));
});

test('an error of the kubelet is an error of the stream', async () => {
  const stream = await client.portForward(pod, 2379);
  (await accepted).send(frame(1, 'connection refused'));
  await expect(textOf(stream)).rejects.toMatchObject({ code: 'Transport', message: 'port-forward to kube-system/etcd-a:2379: connection refused' });
});

test('an error that nobody listens to does not end the process', async () => {
  const stream = await client.portForward(pod, 2379);
  (await accepted).terminate();
  await once(stream.resume(), 'close');
  expect(stream.destroyed).toBe(true);
});

test('a Pod that does not exist is an ApiError', async () => {
  await expect(client.portForward({ namespace: 'ns', name: 'missing' }, 1)).rejects.toMatchObject({ status: 404, reason: 'NotFound', message: 'no such pod' });
});

test('the signal ends it before and after it is open', async () => {
  const stop = new AbortController();
  const stream = await client.portForward(pod, 2379, { signal: stop.signal });
  const end = textOf(stream);
  stop.abort(new Error('pass is over'));
  await expect(end).rejects.toMatchObject({ code: 'Transport', message: expect.stringContaining('pass is over') });
  await expect(client.portForward(pod, 2379, { signal: stop.signal })).rejects.toMatchObject({ code: 'Transport', message: expect.stringContaining('pass is over') });
});

test('ending the stream closes the socket', async () => {
  const stream = await client.portForward(pod, 2379);
  const closed = once(await accepted, 'close');
  stream.end('bye');
  await closed;
  expect(await textOf(stream)).toBe('');
});
