import type { KubeObject } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import type { NodeDeletionTries } from './node-deletion-tries.ts';

const retryMs = 2_000;
const insistForMs = 10_000;

export interface NodeDeletion {
  /** The Machine or MachinePool that goes. */
  readonly owner: KubeObject;
  /** Whether its timeout lets it go on without. */
  readonly isTimeUp: (now: Date) => boolean;
  readonly tries: Pick<NodeDeletionTries, 'failed'>;
}

/** How a try ended. */
export type NodeDeletionEnd =
  | { readonly kind: 'deleted' }
  /** Nothing announces that a request would succeed: only time leads to the next one. */
  | { readonly kind: 'tryAgain'; readonly error: Error; readonly afterMs: number }
  | { readonly kind: 'givenUp'; readonly error: Error }
  | { readonly kind: 'failed'; readonly error: Error };

/**
 * One try to delete the Nodes of an object that goes.
 *
 * A failure is answered by more tries for ten seconds, however old the deletion is; only then does the timeout decide whether to go on without (spec MA-18): what came
 * before may have used it up before the first try.
 */
export async function tryNodeDeletion({ owner, isTimeUp, tries }: NodeDeletion, { now }: Pick<ReconcileContext, 'now'>, attempt: () => Promise<void>): Promise<NodeDeletionEnd> {
  try {
    await attempt();
    return { kind: 'deleted' };
  } catch (thrown) {
    const error = toError(thrown);
    if (tries.failed(owner, now()) < insistForMs) return { kind: 'tryAgain', error, afterMs: retryMs };
    return { kind: isTimeUp(now()) ? 'givenUp' : 'failed', error };
  }
}
