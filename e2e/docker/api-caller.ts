import { setTimeout as sleep } from 'node:timers/promises';
import { toError } from '@clusterwright/api/errors';
import { createKubeClient } from '@clusterwright/kube-client';
import type { ConnectionConfig } from '@clusterwright/kube-client/connection';

export interface Calls {
  readonly made: number;
  readonly failed: readonly string[];
}

/** Somebody who asks the workload API server, through the load balancer, for something every 100 ms; each call on a connection of its own, without a second try. */
export class ApiCaller {
  #made = 0;
  readonly #failed: string[] = [];
  #active = true;
  readonly #loop: Promise<void>;

  constructor(connection: ConnectionConfig) {
    this.#loop = this.#run(connection);
  }

  async stop(): Promise<Calls> {
    this.#active = false;
    await this.#loop;
    return { made: this.#made, failed: this.#failed };
  }

  async #run(connection: ConnectionConfig): Promise<void> {
    while (this.#active) {
      this.#made += 1;
      const client = createKubeClient({ ...connection, userAgent: 'e2e-caller', timeoutMs: 5000 });
      try {
        const { status } = await client.raw('GET', '/api/v1/namespaces/kube-system');
        if (status !== 200) this.#failed.push(`${new Date().toISOString()} status ${String(status)}`);
      } catch (error) {
        this.#failed.push(`${new Date().toISOString()} ${toError(error).message}`);
      } finally {
        await client.close();
      }
      await sleep(100);
    }
  }
}
