import { keyOf, keyString, type KubeObject, type ObjectKey } from '@clusterwright/api';

/** Failures further apart than this are not one row: the object was paused in between, or retried less and less often. */
const oneRowMs = 60_000;

/**
 * Since when the Node of each Machine, or the Nodes of each MachinePool, could not be deleted, try after try.
 *
 * In memory, because it decides only how long to insist: lost on restart, and then the Node gets its tries anew.
 */
export class NodeDeletionTries {
  readonly #failures = new Map<string, { readonly uid: string | undefined; readonly firstAt: number; readonly lastAt: number }>();

  /** Notes a failed try; returns the milliseconds since the first failure in a row, 0 for the first one. */
  failed(object: KubeObject, now: Date): number {
    const { uid } = object.metadata;
    const key = keyString(keyOf(object));
    const lastAt = now.getTime();
    const known = this.#failures.get(key);
    const firstAt = known && known.uid === uid && lastAt - known.lastAt <= oneRowMs ? known.firstAt : lastAt;
    this.#failures.set(key, { uid, firstAt, lastAt });
    return lastAt - firstAt;
  }

  forget(key: ObjectKey): void {
    this.#failures.delete(keyString(key));
  }
}
