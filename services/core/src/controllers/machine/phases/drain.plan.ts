import { podDrainLabel } from '@clusterwright/api';
import type { Node, Pod } from '@clusterwright/api/kubernetes';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';

export type DrainBehavior = 'Drain' | 'Skip' | 'WaitCompleted';

/** What draining does with one Pod; lower orders go first. */
export interface PodDecision {
  readonly pod: Pod;
  readonly behavior: DrainBehavior;
  readonly order: number;
  /** Why it is noteworthy, for the log. */
  readonly warning?: string;
}

export interface DrainFacts {
  readonly node: Node;
  readonly now: Date;
  /** `namespace/name` of DaemonSets that exist; Pods of others are orphans. */
  readonly daemonSets: ReadonlySet<string>;
  /** Behaviour by MachineDrainRule: the first one that applies to a Pod, if any. */
  readonly ruleFor: (pod: Pod) => Pick<PodDecision, 'behavior' | 'order'> | undefined;
}

/** An unreachable kubelet ends no Pod: after this long being deleted a Pod there counts as gone. */
const unreachableGraceSeconds = 1;
const mirrorPodAnnotation = 'kubernetes.io/config.mirror';

/** Whether the kubelet stopped reporting; its Pods will never end by themselves. */
export function isUnreachable({ status }: Node): boolean {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'Unknown';
}

/** Seconds that evicted Pods get to end; undefined means as long as each Pod asks for. */
export function evictionGraceSeconds(node: Node): number | undefined {
  return isUnreachable(node) ? unreachableGraceSeconds : undefined;
}

/** Decides for each Pod of a Node (spec MA-20…MA-22): first what kubectl drain would leave alone, then the Pod's own label, then the drain rules. */
export function decidePod(pod: Pod, facts: DrainFacts): PodDecision {
  if (isSkipped(pod, facts)) return { pod, behavior: 'Skip', order: 0 };
  const wish = labelWish(pod) ?? facts.ruleFor(pod) ?? { behavior: 'Drain', order: 0 };
  const warning = warningFor(pod);
  return { pod, ...wish, ...(warning ? { warning } : {}) };
}

/** `namespace/name` of the DaemonSet that a running Pod belongs to. */
export function daemonSetOf(pod: Pod): string | undefined {
  const owner = controllerOf(pod);
  return owner?.kind === 'DaemonSet' && !isFinished(pod) ? `${pod.metadata.namespace ?? ''}/${owner.name}` : undefined;
}

function isSkipped(pod: Pod, { node, now, daemonSets }: DrainFacts): boolean {
  const { deletionTimestamp, annotations } = pod.metadata;
  const deletingSeconds = deletionTimestamp === undefined ? 0 : Math.trunc((now.getTime() - new Date(deletionTimestamp).getTime()) / 1000);
  if (isUnreachable(node) && deletingSeconds > unreachableGraceSeconds) return true;
  const daemonSet = daemonSetOf(pod);
  if (daemonSet !== undefined && daemonSets.has(daemonSet)) return true;
  return annotations?.[mirrorPodAnnotation] !== undefined;
}

/** The label's value in any case, and with or without its dash. An unknown value is as good as none. */
function labelWish({ metadata }: Pod): Pick<PodDecision, 'behavior' | 'order'> | undefined {
  const value = metadata.labels?.[podDrainLabel]?.toLowerCase();
  if (value === 'skip') return { behavior: 'Skip', order: 0 };
  return value?.replace('-', '') === 'waitcompleted' ? { behavior: 'WaitCompleted', order: 0 } : undefined;
}

function warningFor(pod: Pod): string | undefined {
  if (isFinished(pod)) return undefined;
  const warnings = [
    daemonSetOf(pod) === undefined ? undefined : 'evicting orphaned DaemonSet-managed Pod',
    pod.spec?.volumes?.some(({ emptyDir }) => emptyDir !== undefined) ? 'evicting Pod with local storage' : undefined,
    controllerOf(pod) ? undefined : 'evicting Pod that has no controller',
  ];
  return warnings.filter((warning) => warning !== undefined).join(', ') || undefined;
}

function isFinished({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** Who goes now, and who waits for whom. */
export interface DrainPlan {
  readonly evictNow: readonly PodDecision[];
  readonly evictLater: readonly Pod[];
  readonly terminating: readonly Pod[];
  readonly completeNow: readonly Pod[];
  readonly completeLater: readonly Pod[];
}

/** Sorts Pods into those of the lowest order, which go now, and the rest. Deterministic, so that the message does not change without a reason. */
export function planDrain(decisions: readonly PodDecision[]): DrainPlan {
  const pending = decisions.filter(({ behavior }) => behavior !== 'Skip').toSorted((a, b) => compareText(nameOf(a.pod), nameOf(b.pod)));
  const lowest = Math.min(...pending.map(({ order }) => order));
  const evicting = pending.filter(({ behavior, pod }) => behavior === 'Drain' && pod.metadata.deletionTimestamp === undefined);
  const completing = pending.filter(({ behavior }) => behavior === 'WaitCompleted');
  const podsOf = (list: readonly PodDecision[]): Pod[] => list.map(({ pod }) => pod);
  return {
    evictNow: evicting.filter(({ order }) => order === lowest),
    evictLater: podsOf(evicting.filter(({ order }) => order !== lowest)),
    terminating: podsOf(pending.filter(({ behavior, pod }) => behavior === 'Drain' && pod.metadata.deletionTimestamp !== undefined)),
    completeNow: podsOf(completing.filter(({ order }) => order === lowest)),
    completeLater: podsOf(completing.filter(({ order }) => order !== lowest)),
  };
}

export function nameOf({ metadata }: Pod): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
