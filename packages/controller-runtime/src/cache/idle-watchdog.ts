import type { Clock } from '../clock.ts';

/** A signal that fires when nothing happened for a while. */
export class IdleWatchdog {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #limitMs: number;
  #cancel: () => void;

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#cancel = this.#arm();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something happened. */
  reset(): void {
    this.#cancel();
    this.#cancel = this.#arm();
  }

  stop(): void {
    this.#cancel();
  }

  #arm(): () => void {
    return this.#clock.after(this.#limitMs, () => this.#controller.abort());
  }
}
