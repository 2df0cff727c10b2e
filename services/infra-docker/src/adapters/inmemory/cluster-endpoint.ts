import { createServer, type Server, type Socket } from 'node:net';
import { PortUnavailableError } from '../../ports/simulated-clusters.ts';
import { isAddressInUse } from './port-allocator.ts';

/** What takes connections behind the endpoint. */
export interface Backend {
  accept(connection: Socket): void;
}

export interface EndpointAddress {
  readonly port: number;
  readonly bindAddress: string | undefined;
}

/**
 * The load balancer of a simulated cluster: a TCP port that hands connections to the API server instances in turn.
 *
 * Guarantees: listens exactly while it is reachable and has a backend; otherwise connections are refused and open ones are cut.
 */
export class ClusterEndpoint {
  readonly #address: EndpointAddress;
  readonly #backends: Backend[] = [];
  readonly #connections = new Set<Socket>();
  #server: Server | undefined;
  #reachable = true;
  #turn = 0;
  #pending: Promise<void> = Promise.resolve();

  constructor(address: EndpointAddress) {
    this.#address = address;
  }

  get listening(): boolean {
    return this.#server !== undefined;
  }

  /** Errors: `PortUnavailableError`; the backend is not added then. */
  async add(backend: Backend): Promise<void> {
    this.#backends.push(backend);
    try {
      await this.#settle();
    } catch (error) {
      this.#forget(backend);
      throw error;
    }
  }

  remove(backend: Backend): Promise<void> {
    this.#forget(backend);
    return this.#settle();
  }

  setReachable(reachable: boolean): Promise<void> {
    this.#reachable = reachable;
    return this.#settle();
  }

  #forget(backend: Backend): void {
    const at = this.#backends.indexOf(backend);
    if (at >= 0) this.#backends.splice(at, 1);
  }

  /** Opens or closes the port, one step after the other. */
  #settle(): Promise<void> {
    const step = this.#pending.then(() => (this.#reachable && this.#backends.length > 0 ? this.#open() : this.#close()));
    this.#pending = step.catch(() => undefined);
    return step;
  }

  async #open(): Promise<void> {
    if (this.#server) return;
    const { port, bindAddress } = this.#address;
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.#accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(isAddressInUse(cause) ? new PortUnavailableError(`cannot listen on port ${port} of the endpoint: another process holds it`, { cause }) : cause));
      server.listen({ port, host: bindAddress }, resolve);
    });
    server.on('error', () => undefined);
    this.#server = server;
  }

  #accept(socket: Socket): void {
    this.#connections.add(socket);
    socket.once('close', () => this.#connections.delete(socket));
    this.#turn = (this.#turn + 1) % Math.max(1, this.#backends.length);
    const backend = this.#backends[this.#turn];
    if (backend) backend.accept(socket);
    else socket.destroy();
  }

  async #close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
    for (const socket of this.#connections) socket.destroy();
    await closed;
  }
}
