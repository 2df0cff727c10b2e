import type { Clock } from '@clusterwright/controller-runtime/clock';
import { ContainerEngineError } from '../../ports/container-engine.ts';
import type { EngineConnection } from './engine-connection.ts';

export interface EngineCreationsOptions {
  readonly connection: Pick<EngineConnection, 'json'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly timeouts: { readonly shortMs: number; readonly lifecycleMs: number };
}

/** No engine is busy with one container for longer; a connection that says nothing until then is lost. */
const longestMs = 900_000;

/**
 * Containers that the engine is making. It does not stop because nobody waits any more: a container whose creation took too long appears later, when its machine may be gone.
 *
 * So each creation is followed to its end, and until then nothing else is said or done about a container of that name.
 */
export class EngineCreations {
  readonly #options: EngineCreationsOptions;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(options: EngineCreationsOptions) {
    this.#options = options;
  }

  /** Errors: `ContainerEngineError` (Timeout) when the engine takes too long, which then goes on by itself. */
  async create(name: string, body: object, signal?: AbortSignal): Promise<void> {
    const { connection, timeouts: { lifecycleMs } } = this.#options;
    signal?.throwIfAborted();
    // The caller's signal would end our following it, and not the engine's work.
    const running = connection.json({ method: 'POST', path: '/containers/create', query: { name }, body, timeoutMs: longestMs });
    this.#running.set(name, running);
    const forget = (): void => void this.#running.delete(name);
    running.then(forget, forget);
    await this.#waitFor(running, { name, limitMs: lifecycleMs, signal });
  }

  /** Returns once no container of that name is being made. Errors: `ContainerEngineError` (Timeout). */
  async settled(name: string, signal?: AbortSignal): Promise<void> {
    const running = this.#running.get(name);
    if (running) await this.#waitFor(running.catch(() => undefined), { name, limitMs: this.#options.timeouts.shortMs, signal });
  }

  async #waitFor(running: Promise<unknown>, { name, limitMs, signal }: { readonly name: string; readonly limitMs: number; readonly signal: AbortSignal | undefined }): Promise<void> {
    signal?.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    const isLate = (): void => reject(new ContainerEngineError('Timeout', `container engine: is still making container ${name} after ${String(limitMs / 1000)} s`));
    const isUnwanted = (): void => reject(signal?.reason as Error);
    const cancel = this.#options.clock.after(limitMs, isLate);
    signal?.addEventListener('abort', isUnwanted, { once: true });
    try {
      await Promise.race([running, promise]);
    } finally {
      cancel();
      signal?.removeEventListener('abort', isUnwanted);
    }
  }
}
