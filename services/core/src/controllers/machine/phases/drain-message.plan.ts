import type { Pod } from '@clusterwright/api/kubernetes';
import { isForbidden, isTooManyRequests } from '@clusterwright/kube-client/errors';
import { toError } from '@clusterwright/api/errors';
import { nameOf } from './drain.plan.ts';

/** Where the Pods of a Node are after a round of evictions. */
export interface DrainState {
  readonly terminating: readonly Pod[];
  /** By what the API server said. */
  readonly failed: ReadonlyMap<string, readonly Pod[]>;
  readonly evictLater: readonly Pod[];
  readonly completeNow: readonly Pod[];
  readonly completeLater: readonly Pod[];
}

const podsShown = 3;
const failuresShown = 5;
const budgetRefusal = "cannot evict pod as it would violate the pod's disruption budget.";

export function isDrained({ terminating, failed, evictLater, completeNow, completeLater }: DrainState): boolean {
  return terminating.length + failed.size + evictLater.length + completeNow.length + completeLater.length === 0;
}

/** What keeps a drain from being complete. The Deleting summary looks for parts of these texts. */
export function drainMessage(state: DrainState, startTime: string): string {
  const lines = [
    line(state.terminating, 'deletionTimestamp set, but still not removed from the Node'),
    ...failureLines(state.failed),
    line(state.completeNow, 'waiting for completion'),
    later(state.evictLater, 'the following Pods will be evicted'),
    later(state.completeLater, 'waiting for the following Pods to complete without eviction'),
  ];
  return [`Drain not completed yet (started at ${startTime}):`, ...lines.filter((text) => text !== undefined)].join('\n');
}

function line(pods: readonly Pod[], what: string): string | undefined {
  return pods.length === 0 ? undefined : `* ${pods.length > 1 ? 'Pods' : 'Pod'} ${podList(pods)}: ${what}`;
}

function later(pods: readonly Pod[], what: string): string | undefined {
  return pods.length === 0 ? undefined : `After above Pods have been removed from the Node, ${what}: ${podList(pods)}`;
}

function failureLines(failed: ReadonlyMap<string, readonly Pod[]>): (string | undefined)[] {
  const messages = [...failed.keys()].sort();
  const shown = messages.slice(0, failuresShown).map((message) => line(failed.get(message) ?? [], failureText(message)));
  const hidden = messages.slice(failuresShown).reduce((count, message) => count + (failed.get(message)?.length ?? 0), 0);
  return hidden === 0 ? shown : [...shown, `* ${hidden} ${hidden === 1 ? 'Pod' : 'Pods'} with other issues`];
}

function failureText(message: string): string {
  const text = message.replaceAll(`C${budgetRefusal.slice(1)}`, budgetRefusal);
  return text.startsWith(budgetRefusal) ? text : `failed to evict Pod, ${text}`;
}

function podList(pods: readonly Pod[]): string {
  const names = pods.slice(0, podsShown).map(nameOf);
  return (pods.length > podsShown ? [...names, `... (${pods.length - podsShown} more)`] : names).join(', ');
}

/** Why an eviction was refused, in words for the condition: which budget is in the way, or that the Namespace is going. */
export function evictionFailure(error: unknown): string {
  if (isTooManyRequests(error)) {
    const causes = error.details?.causes?.map(({ message = '' }) => message);
    return causes ? `${error.message} ${causes.join(',')}` : error.message;
  }
  if (isForbidden(error) && error.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating')) {
    return 'Cannot evict pod from terminating namespace: unable to create eviction (kube-controller-manager should set deletionTimestamp)';
  }
  return toError(error).message;
}
