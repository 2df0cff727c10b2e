import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** The local Docker engine behind a socket of our own, so that it can stop answering without being stopped for everybody. */
export class EngineProxy {
  readonly path: string;
  readonly #engine: string;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(path: string, engine = '/var/run/docker.sock') {
    this.path = path;
    this.#engine = engine;
  }

  start(): Promise<void> {
    rmSync(this.path, { force: true });
    const server = createServer((client) => {
      const upstream = connect(this.#engine);
      for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
        this.#sockets.add(from);
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.on('error', () => to.destroy());
        from.pipe(to);
      }
    });
    this.#server = server;
    return new Promise((resolve, reject) => void server.once('error', reject).listen(this.path, resolve));
  }

  /** Ends every connection and refuses new ones. */
  stop(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
    rmSync(this.path, { force: true });
  }
}
