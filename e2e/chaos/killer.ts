import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../../tools/local/stack.ts';
import type { Random } from './random.ts';

export interface KillerOptions {
  readonly stack: Stack;
  readonly random: Random;
  /** Mean time between two kills. */
  readonly everyMs: number;
  /** The API server is killed in place of a service this often, from 0 to 1. */
  readonly apiServerShare: number;
  readonly log: (line: string) => void;
}

/** Kills services with SIGKILL at random moments and starts them again a little later, until it is told to rest. */
export class Killer {
  kills = 0;
  readonly #options: KillerOptions;
  #active = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: KillerOptions) {
    this.#options = options;
  }

  rage(): void {
    this.#active = true;
    this.#loop = this.#run();
  }

  /** Resolves when every service runs again and is ready. */
  async rest(): Promise<void> {
    this.#active = false;
    await this.#loop;
    await this.#options.stack.startAll();
  }

  async #run(): Promise<void> {
    const { stack, random, everyMs, apiServerShare, log } = this.#options;
    while (this.#active) {
      // Exponential pauses: kills come in bursts too.
      await sleep(Math.min(5 * everyMs, -Math.log(1 - random.next()) * everyMs));
      if (!this.#active) return;
      this.kills += 1;
      if (random.chance(apiServerShare)) {
        log(`kill ${String(this.kills)}: kube-apiserver`);
        await stack.controlPlane.restartApiServer({ downMs: random.between(0, 1000) });
        continue;
      }
      const { name } = random.pick(stack.services);
      log(`kill ${String(this.kills)}: ${name}`);
      await stack.service(name).stop({ graceMs: 0 });
      await sleep(random.between(0, 500));
      // It is not waited for: the next kill may hit it while it starts.
      void stack.startService(name).catch(() => undefined);
    }
  }
}
