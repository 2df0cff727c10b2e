import { randomUUID } from 'node:crypto';
import { connect, createServer, Socket } from 'node:net';
import type { ListenOptions, Server } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * A socket of the operating system that carries a byte stream, for TLS over a forwarded port.
 *
 * TLS over a stream that is only JavaScript ends the process: Node.js 24 crashes when such a connection is torn down during the handshake and then collected.
 * A stream that is a socket already is returned as it is. Errors of the stream become errors of the socket; closing either closes both.
 */
export async function bridgeToSocket(stream: Duplex): Promise<Socket> {
  if (stream instanceof Socket) return stream;
  const server = createServer();
  server.maxConnections = 1;
  try {
    await listen(server);
    const [near, far] = await connectOnce(server);
    join(stream, near, far);
    return far;
  } catch (error) {
    stream.destroy();
    throw error;
  } finally {
    server.close();
  }
}

/** A name only this process knows, in no file system; loopback where there are no such names. */
function listen(server: Server): Promise<void> {
  const where: ListenOptions = process.platform === 'linux' ? { path: `\0clusterwright-${randomUUID()}` } : { host: '127.0.0.1', port: 0 };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });
}

function connectOnce(server: Server): Promise<[near: Socket, far: Socket]> {
  const address = server.address();
  return new Promise((resolve, reject) => {
    const accepted = new Promise<Socket>((accept) => server.once('connection', accept));
    const far = typeof address === 'string' ? connect({ path: address }) : connect({ host: '127.0.0.1', port: address?.port ?? 0 });
    far.once('error', reject);
    far.once('connect', () => {
      far.removeListener('error', reject);
      void accepted.then((near) => resolve([near, far]));
    });
  });
}

function join(stream: Duplex, near: Socket, far: Socket): void {
  stream.pipe(near);
  near.pipe(stream);
  stream.once('error', (error) => far.destroy(error));
  stream.once('close', () => near.destroy());
  near.on('error', () => stream.destroy());
  near.once('close', () => stream.destroy());
  far.once('close', () => stream.destroy());
}
