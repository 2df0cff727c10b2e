import { elapsed } from '../clock.ts';
import type { Clock } from '../clock.ts';

export interface WorkQueueOptions {
  readonly clock: Clock;
  /** Events for a key that come within this time of the first wake one pass. */
  readonly coalesceMs: number;
  /** A key is handed out at most once in this time, counted from its last hand-out. */
  readonly minIntervalMs: number;
  readonly metrics?: WorkQueueMetrics | undefined;
}

export interface WorkQueueMetrics {
  added(): void;
  depth(depth: number): void;
  waited(seconds: number): void;
  worked(seconds: number): void;
  retried(): void;
}

interface Entry {
  dueAt: number;
  cancel: () => void;
}

const firstBackoffMs = 1000;
const backoffStepMs = 5;
const maxBackoffMs = 1_000_000;
const firstConflictMs = 100;
const maxConflictMs = 10_000;

/**
 * Keys waiting for a pass.
 *
 * Guarantees: a key is never worked on twice at the same time; a key added while it is worked on comes again afterwards; many additions before a pass are one pass;
 * a later due time never delays an earlier one.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #scheduled = new Map<string, Entry>();
  readonly #ready: string[] = [];
  readonly #readySince = new Map<string, number>();
  readonly #active = new Set<string>();
  readonly #again = new Map<string, number>();
  readonly #lastStart = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  readonly #conflicts = new Map<string, number>();
  #takers: ((key: string | undefined) => void)[] = [];
  #closed = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  get depth(): number {
    return this.#ready.length;
  }

  /** How long each key that is worked on has been so. */
  workingMs(): number[] {
    const now = this.#nowMs();
    return [...this.#active].map((key) => now - (this.#lastStart.get(key) ?? now));
  }

  /** Asks for a pass of the key, not before `afterMs`. */
  add(key: string, afterMs = 0): void {
    if (this.#closed) return;
    this.#options.metrics?.added();
    const dueAt = this.#earliest(key, afterMs);
    if (this.#active.has(key)) {
      this.#again.set(key, Math.min(dueAt, this.#again.get(key) ?? Infinity));
      return;
    }
    this.#schedule(key, dueAt);
  }

  /** Asks again after a failure: 1 s, and a little more each time (spec RL-01). */
  addAfterFailure(key: string): number {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    this.#options.metrics?.retried();
    const afterMs = Math.min(firstBackoffMs + backoffStepMs * 2 ** (failures - 1), maxBackoffMs);
    this.add(key, afterMs);
    return afterMs;
  }

  /** Asks again after a conflict: soon, and less soon each time in a row, because the cache may be what is behind. Returns the delay. */
  addAfterConflict(key: string): number {
    const conflicts = (this.#conflicts.get(key) ?? 0) + 1;
    this.#conflicts.set(key, conflicts);
    this.#options.metrics?.retried();
    const afterMs = Math.min(firstConflictMs * 2 ** (conflicts - 1), maxConflictMs);
    this.add(key, afterMs);
    return afterMs;
  }

  /** Forgets past failures and conflicts of a key. */
  forget(key: string): void {
    this.#failures.delete(key);
    this.#conflicts.delete(key);
  }

  /** The next key to work on; undefined once the queue is closed. Every key taken must be given back by `finish`. */
  take(): Promise<string | undefined> {
    const key = this.#ready.shift();
    if (key !== undefined) return Promise.resolve(this.#start(key));
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  finish(key: string): void {
    this.#active.delete(key);
    const startedAt = this.#lastStart.get(key);
    if (startedAt !== undefined) this.#options.metrics?.worked((this.#nowMs() - startedAt) / 1000);
    const again = this.#again.get(key);
    this.#again.delete(key);
    if (again !== undefined && !this.#closed) this.#schedule(key, again);
  }

  /** The object is gone: nothing about the key needs to be known any more. */
  drop(key: string): void {
    this.forget(key);
    if (!this.#scheduled.has(key) && !this.#again.has(key)) this.#lastStart.delete(key);
  }

  /** Hands out nothing more; waiting takers get undefined. */
  close(): void {
    this.#closed = true;
    for (const { cancel } of this.#scheduled.values()) cancel();
    this.#scheduled.clear();
    this.#again.clear();
    this.#ready.length = 0;
    this.#readySince.clear();
    this.#options.metrics?.depth(0);
    for (const taker of this.#takers) taker(undefined);
    this.#takers = [];
  }

  #nowMs(): number {
    return elapsed(this.#options.clock);
  }

  #earliest(key: string, afterMs: number): number {
    const now = this.#nowMs();
    const lastStart = this.#lastStart.get(key);
    const notBefore = lastStart === undefined ? 0 : lastStart + this.#options.minIntervalMs;
    return Math.max(now + Math.max(afterMs, this.#options.coalesceMs), notBefore);
  }

  #schedule(key: string, dueAt: number): void {
    if (this.#readySince.has(key)) return;
    const known = this.#scheduled.get(key);
    if (known && known.dueAt <= dueAt) return;
    known?.cancel();
    const delayMs = dueAt - this.#nowMs();
    const ready = (): void => {
      this.#scheduled.delete(key);
      this.#makeReady(key);
    };
    this.#scheduled.set(key, { dueAt, cancel: this.#options.clock.after(Math.max(0, delayMs), ready) });
  }

  #makeReady(key: string): void {
    if (this.#active.has(key)) {
      this.#again.set(key, this.#nowMs());
      return;
    }
    this.#readySince.set(key, this.#nowMs());
    const taker = this.#takers.shift();
    if (taker) {
      taker(this.#start(key));
      return;
    }
    this.#ready.push(key);
    this.#options.metrics?.depth(this.#ready.length);
  }

  #start(key: string): string {
    const now = this.#nowMs();
    const since = this.#readySince.get(key) ?? now;
    this.#readySince.delete(key);
    this.#active.add(key);
    this.#lastStart.set(key, now);
    this.#options.metrics?.depth(this.#ready.length);
    this.#options.metrics?.waited((now - since) / 1000);
    return key;
  }
}
