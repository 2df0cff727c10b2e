import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerEvent } from '../../ports/container-engine.ts';
import { DockerEngine } from './docker-engine.ts';

const suffix = randomBytes(4).toString('hex');

test('an engine that is not there is unreachable, and its events come when it does', async () => {
  const socketPath = join(tmpdir(), `cw-${suffix}.sock`);
  const absent = new DockerEngine({ address: { kind: 'unix', socketPath } });
  await expect(absent.get('x')).rejects.toMatchObject({ code: 'Unreachable', message: expect.stringContaining(`unix://${socketPath}: its socket does not exist`) });

  const stop = new AbortController();
  const events: ContainerEvent[] = [];
  absent.watch({}, (event) => events.push(event), stop.signal);
  const server = createServer((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n{"Action":"die","Actor":{"Attributes":{"name":"a","image":"b","team":"c"}}}\n')).listen(socketPath);
  await once(server, 'listening');
  await eventually(async () => expect(events).toEqual([{ action: 'connected', name: '', labels: {} }, { action: 'die', name: 'a', labels: { team: 'c' } }]));
  stop.abort();
  server.close();
});

test('an engine that says nothing is given up on, one that hangs up is unreachable', async () => {
  const socketPath = join(tmpdir(), `cw-mute-${suffix}.sock`);
  const mute = new DockerEngine({ address: { kind: 'unix', socketPath }, timeouts: { shortMs: 200 } });
  let hangsUp = false;
  const server = createServer((socket) => (hangsUp ? socket.destroy() : socket.on('error', () => undefined).resume())).listen(socketPath);
  await once(server, 'listening');
  await expect(mute.get('x')).rejects.toMatchObject({ code: 'Timeout', message: expect.stringContaining('within 0.2 s') });
  await expect(mute.get('x', AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' });
  hangsUp = true;
  await expect(mute.get('x')).rejects.toMatchObject({ code: 'Unreachable' });
  server.close();
});

test('an engine that goes away is told of, once, and that it came back', async () => {
  const socketPath = join(tmpdir(), `cw-gone-${suffix}.sock`);
  const stop = new AbortController();
  const actions: string[] = [];
  const serve = () => createHttpServer((_request, response) => response.writeHead(200).flushHeaders()).listen(socketPath);
  const first = serve();
  await once(first, 'listening');
  new DockerEngine({ address: { kind: 'unix', socketPath } }).watch({}, ({ action }) => actions.push(action), stop.signal);
  await eventually(async () => expect(actions).toEqual(['connected']));
  first.closeAllConnections();
  first.close();
  await eventually(async () => expect(actions).toEqual(['connected', 'disconnected']));
  const second = serve();
  await eventually(async () => expect(actions).toEqual(['connected', 'disconnected', 'connected']));
  stop.abort();
  second.closeAllConnections();
  second.close();
});

test('the archive of an image that no process reads is let go', async () => {
  const socketPath = join(tmpdir(), `cw-archive-${suffix}.sock`);
  const archive = { opened: 0, closed: 0 };
  const server = createHttpServer((request, response) => {
    if (request.url?.endsWith('/get')) {
      archive.opened += 1;
      response.on('close', () => (archive.closed += 1)).write('the beginning');
    } else if (request.url?.endsWith('/exec')) response.writeHead(409).end('{"message":"container n is not running"}');
    else response.end('{}');
  }).listen(socketPath);
  await once(server, 'listening');
  const engine = new DockerEngine({ address: { kind: 'unix', socketPath } });
  await expect(engine.loadImageIntoNode('a:1', 'n')).rejects.toMatchObject({ code: 'Refused', message: expect.stringContaining('container n is not running') });
  await eventually(async () => expect(archive).toEqual({ opened: 1, closed: 1 }));
  server.close();
});

async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + 15_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
