import { randomUUID } from 'node:crypto';
import type { EngineConnection } from './engine-connection.ts';
import { labelFilter } from './engine-events.ts';
import { multiplexedOutput } from './multiplexed-stream.ts';
import type { ProbeContainer } from './node-rights.ts';

export interface RightsProbeOptions {
  readonly connection: EngineConnection;
  readonly timeouts: { readonly shortMs: number; readonly lifecycleMs: number };
  readonly now: () => Date;
  readonly remove: (container: string) => Promise<void>;
}

/** On every probe, and on nothing else. */
export const probeLabels = { 'clusterwright.dev/rights-probe': '' };
const outputLimitBytes = 64 * 1024;
/** Longer than any probe takes, whatever the clocks of engine and service say. */
const leftBehindMs = 3_600_000;

/**
 * Containers that look at the engine's host for a moment.
 *
 * Guarantees: each has a name of its own, so that services which share an engine do not meet; the engine takes it away by itself when it ends.
 * Only who is killed between making and starting one leaves it; the next probe an hour later takes it away, whosever it was.
 */
export class RightsProbe implements ProbeContainer {
  readonly #options: RightsProbeOptions;

  constructor(options: RightsProbeOptions) {
    this.#options = options;
  }

  async run(image: string, script: string): Promise<string> {
    const { connection, timeouts: { lifecycleMs: timeoutMs }, remove } = this.#options;
    await this.#sweep();
    const name = `clusterwright-rights-probe-${randomUUID()}`;
    const body = {
      Image: image, Labels: probeLabels, Entrypoint: ['/bin/sh', '-c', script], Cmd: [], AttachStdout: true,
      HostConfig: { PidMode: 'host', NetworkMode: 'none', AutoRemove: true },
    };
    const output = multiplexedOutput(outputLimitBytes);
    try {
      await connection.json({ method: 'POST', path: '/containers/create', query: { name }, body, timeoutMs });
      // Before it starts: what it printed goes away together with it.
      await connection.hijack({ method: 'POST', path: `/containers/${name}/attach`, query: { stream: 'true', stdout: 'true' }, timeoutMs }, async ({ socket, head }) => {
        await connection.bytes({ method: 'POST', path: `/containers/${name}/start`, timeoutMs });
        output.push(head);
        for await (const chunk of socket) output.push(chunk as Uint8Array);
      });
      return output.stdout();
    } finally {
      await remove(name);
    }
  }

  /** Ones that were started take care of themselves. */
  async #sweep(): Promise<void> {
    const { connection, timeouts: { shortMs: timeoutMs }, now, remove } = this.#options;
    const filters = JSON.stringify({ label: labelFilter(probeLabels), status: ['created'] });
    const left = await connection.json<readonly { readonly Id: string; readonly Created: number }[]>({ path: '/containers/json', query: { all: 'true', filters }, timeoutMs });
    for (const { Id, Created } of left) if (now().getTime() - Created * 1000 > leftBehindMs) await remove(Id);
  }
}
