import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, in one place so that tests can hold them still. The only file that may touch timers, the wall clock and randomness. */
export interface Clock {
  /** The wall clock. It may jump: for times that others read, never for how long something took. */
  now(): Date;
  /** Milliseconds since some moment, always growing; without it `elapsed` falls back to the wall clock. */
  readonly monotonicMs?: (() => number) | undefined;
  /** Calls back once after a while; returns the function that cancels it. Does not keep the process alive. */
  after(ms: number, callback: () => void): () => void;
  /** Resolves after a while, or at once when the signal fires; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

/** Milliseconds on a clock that never jumps, for measuring and scheduling. */
export function elapsed(clock: Clock): number {
  return clock.monotonicMs?.() ?? clock.now().getTime();
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  async sleep(ms, signal) {
    await delay(ms, undefined, { signal }).catch(() => undefined);
  },
  random: Math.random,
};
