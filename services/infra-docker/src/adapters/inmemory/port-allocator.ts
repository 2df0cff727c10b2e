import { createServer } from 'node:net';
import { errorCode } from '@clusterwright/api/errors';
import { PortUnavailableError } from '../../ports/simulated-clusters.ts';

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Gives out ports, each to one cluster; a freed port comes round again as late as possible, so that old clients do not meet a new cluster. */
export class PortAllocator {
  readonly #range: PortRange;
  readonly #bindAddress: string | undefined;
  readonly #taken = new Set<number>();
  #next: number;

  constructor(range: PortRange, bindAddress: string | undefined) {
    this.#range = range;
    this.#bindAddress = bindAddress;
    this.#next = range.first;
  }

  /** Takes a port that nobody listens on. Errors: `PortUnavailableError` where there is none left. */
  async allocate(avoid: ReadonlySet<number>): Promise<number> {
    const { first, last } = this.#range;
    for (let tries = last - first + 1; tries > 0; tries -= 1) {
      const port = this.#next;
      this.#next = port >= last ? first : port + 1;
      if (this.#taken.has(port) || avoid.has(port)) continue;
      this.#taken.add(port);
      if (await this.#isFree(port)) return port;
      this.#taken.delete(port);
    }
    throw new PortUnavailableError(`no more free ports in the ${first}-${last} range`);
  }

  /** Takes a certain port. Errors: `PortUnavailableError` where another cluster of this process has it. */
  reserve(port: number): void {
    if (this.#taken.has(port)) throw new PortUnavailableError(`port ${port} belongs to another simulated cluster`);
    this.#taken.add(port);
  }

  release(port: number): void {
    this.#taken.delete(port);
  }

  #isFree(port: number): Promise<boolean> {
    return new Promise((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen({ port, host: this.#bindAddress }, () => probe.close(() => resolve(true)));
    });
  }
}

/** Tells a taken port from a defect. */
export function isAddressInUse(error: unknown): boolean {
  return errorCode(error) === 'EADDRINUSE' || errorCode(error) === 'EACCES';
}
