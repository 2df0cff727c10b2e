import { keyString, keyOf, type KubeObject, type ObjectKey } from '@clusterwright/api';

/**
 * When the bootstrap token of each config is to be looked at next.
 *
 * The time is nowhere in the management cluster; without this memory every event of a Machine that has not joined would cost a request to its cluster.
 * Lost on restart, and then each token is checked once.
 */
export class TokenChecks {
  readonly #next = new Map<string, { readonly uid: string | undefined; readonly at: number }>();

  /** Milliseconds until the next check; 0 where it is due or was never planned. */
  dueInMs(config: KubeObject, now: Date): number {
    const planned = this.#next.get(keyString(keyOf(config)));
    if (!planned || planned.uid !== config.metadata.uid) return 0;
    return Math.max(0, planned.at - now.getTime());
  }

  planNext(config: KubeObject, now: Date, afterMs: number): void {
    this.#next.set(keyString(keyOf(config)), { uid: config.metadata.uid, at: now.getTime() + afterMs });
  }

  forget(key: ObjectKey): void {
    this.#next.delete(keyString(key));
  }
}
