import type { Clock } from './clock.ts';

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** A clock that moves only when told to. Timers run on its monotonic time; the wall clock can be made to jump. */
export class ManualClock implements Clock {
  #elapsedMs = 0;
  #wallMs: number;
  readonly #timers = new Set<Timer>();
  /** What `random` gives. */
  chance = 0.5;

  constructor(start = '2026-11-21T12:00:00Z') {
    this.#wallMs = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#wallMs + this.#elapsedMs);
  }

  readonly monotonicMs = (): number => this.#elapsedMs;

  after(ms: number, callback: () => void): () => void {
    const timer = { dueAt: this.#elapsedMs + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const cancel = this.after(ms, resolve);
      signal?.addEventListener('abort', () => (cancel(), resolve()), { once: true });
    });
  }

  random(): number {
    return this.chance;
  }

  /** Timers that have not run. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves on, running timers at their time, and lets what they started run until it waits. */
  async advance(ms: number): Promise<void> {
    const until = this.#elapsedMs + ms;
    await settled();
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#run(next);
      await settled();
    }
    this.#elapsedMs = until;
    await settled();
  }

  /** Moves on without letting promises run in between. */
  advanceAtOnce(ms: number): void {
    const until = this.#elapsedMs + ms;
    for (let next = this.#next(until); next; next = this.#next(until)) this.#run(next);
    this.#elapsedMs = until;
  }

  /** The wall clock is set; time does not pass. */
  jump(ms: number): void {
    this.#wallMs += ms;
  }

  #next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (timer.dueAt <= until && (!first || timer.dueAt < first.dueAt)) first = timer;
    return first;
  }

  #run(timer: Timer): void {
    this.#timers.delete(timer);
    this.#elapsedMs = Math.max(this.#elapsedMs, timer.dueAt);
    timer.callback();
  }
}

/** Lets everything run that is ready to. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
