import { after } from './clock.ts';

/**
 * A signal that fires with the first of its parents, or after a while.
 *
 * To be released when the work is done: nothing of it is kept then. (AbortSignal.any and AbortSignal.timeout keep memory until the timeout fires, whether or not
 * anybody still waits: at a hundred requests a second that is thousands of them.)
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #parents: readonly AbortSignal[];
  readonly #cancelTimer: () => void;
  readonly #onAbort = (event: Event): void => this.#controller.abort((event.target as AbortSignal).reason);
  #expired = false;

  constructor(timeoutMs: number | undefined, parents: readonly (AbortSignal | undefined)[]) {
    this.#parents = parents.filter((parent) => parent !== undefined);
    const aborted = this.#parents.find((parent) => parent.aborted);
    if (aborted) this.#controller.abort(aborted.reason);
    for (const parent of this.#parents) parent.addEventListener('abort', this.#onAbort, { once: true });
    this.#cancelTimer = timeoutMs === undefined ? () => undefined : after(timeoutMs, () => this.#expire(timeoutMs));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether it was time, and not a parent, that ended it. */
  get expired(): boolean {
    return this.#expired;
  }

  release(): void {
    this.#cancelTimer();
    for (const parent of this.#parents) parent.removeEventListener('abort', this.#onAbort);
  }

  #expire(timeoutMs: number): void {
    this.#expired = true;
    this.#controller.abort(new Error(`no answer within ${timeoutMs / 1000} s`));
  }
}
