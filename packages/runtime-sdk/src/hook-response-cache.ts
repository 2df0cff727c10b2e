import { keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import type { HookIdentity, RetryResponse } from './hooks.ts';

interface Entry {
  readonly retryAtMs: number;
  readonly message: string;
}

export interface PendingRetry {
  readonly afterMs: number;
  readonly message: string;
}

/** Nothing is believed for longer than this. */
const maxAgeMs = 24 * 3_600_000;

/**
 * Who asked to be called again, and when: until then a hook is not called again for the same object, whatever wakes it (spec RT-09). Lost with the process, which then
 * asks once more.
 */
export class HookResponseCache {
  readonly #entries = new Map<string, Entry>();

  /** Returns in how many milliseconds the hook is to be called again. */
  remember(hook: Pick<HookIdentity, 'name'>, object: ObjectKey, { retryAfterSeconds, message }: RetryResponse, now: Date): number {
    const afterMs = Math.min(retryAfterSeconds * 1000, maxAgeMs);
    this.#entries.set(entryKey(hook.name, object), { retryAtMs: now.getTime() + afterMs, message });
    return afterMs;
  }

  /** Undefined where the hook may be called. */
  pending(hook: Pick<HookIdentity, 'name'>, object: ObjectKey, now: Date): PendingRetry | undefined {
    const key = entryKey(hook.name, object);
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    const afterMs = entry.retryAtMs - now.getTime();
    if (afterMs > 0) return { afterMs, message: entry.message };
    this.#entries.delete(key);
    return undefined;
  }

  /** The object is gone: another one of its name has nothing to wait for. */
  forget(hook: Pick<HookIdentity, 'name'>, object: ObjectKey): void {
    this.#entries.delete(entryKey(hook.name, object));
  }
}

function entryKey(hook: string, object: ObjectKey): string {
  return `${hook}: ${keyString(object)}`;
}
