import { taintsFromMachineAnnotation } from '@clusterwright/api';
import type { MachineTaint, Taint } from '@clusterwright/api/core/v1beta2';
import { nodeOutdatedRevisionTaint, nodeUninitializedTaint } from '@clusterwright/api';
import type { Node } from '@clusterwright/api/kubernetes';

export interface NodeTaintsInput {
  readonly node: Node;
  /** Taints of the Machine; undefined where taint propagation is off. */
  readonly machineTaints: readonly MachineTaint[] | undefined;
  /** Whether the Machine belongs to an older revision of its MachineDeployment. */
  readonly isOutdated: boolean;
}

export interface NodeTaintsPlan {
  readonly taints: readonly Taint[];
  /** Value of the annotation that lists the Machine's own taints; undefined where taint propagation is off. */
  readonly tracking: string | undefined;
}

const idOf = ({ key, effect }: Pick<Taint, 'key' | 'effect'>): string => `${key}:${effect}`;

/**
 * Taints that a Node should have (spec MA-07…MA-09): without the uninitialized one, since its labels are set with the same patch; with the outdated-revision one
 * where it applies; with those of its Machine. Taints of others stay, in their order.
 */
export function planNodeTaints({ node, machineTaints, isOutdated }: NodeTaintsInput): NodeTaintsPlan {
  const current = without(node.spec?.taints ?? [], [nodeUninitializedTaint]);
  const { taints, tracking } = machineTaints ? propagate(node, current, machineTaints) : { taints: current, tracking: undefined };
  const settled = isOutdated ? withTaint(taints, nodeOutdatedRevisionTaint) : without(taints, [nodeOutdatedRevisionTaint]);
  return { taints: settled, tracking };
}

/** Taints with `OnInitialization` are added once: the tracking annotation tells that they were. */
function propagate(node: Node, current: readonly Taint[], machineTaints: readonly MachineTaint[]): NodeTaintsPlan {
  const tracked = node.metadata.annotations?.[taintsFromMachineAnnotation];
  const isInitialized = tracked !== undefined;
  const always = machineTaints.filter(({ propagation }) => propagation === 'Always').map(idOf);
  const declared = new Set(machineTaints.map(idOf));
  const dropped = new Set((tracked ?? '').split(',').filter((id) => id !== '' && !declared.has(id)));

  const kept = current.filter((taint) => !dropped.has(idOf(taint)));
  const wanted = machineTaints.filter(({ propagation }) => propagation === 'Always' || !isInitialized);
  const taints = wanted.reduce<readonly Taint[]>((list, { key, value, effect }) => withTaint(list, value === undefined ? { key, effect } : { key, value, effect }), kept);
  return { taints, tracking: always.sort().join(',') };
}

function withTaint(taints: readonly Taint[], taint: Taint): readonly Taint[] {
  const index = taints.findIndex((candidate) => idOf(candidate) === idOf(taint));
  if (index < 0) return [...taints, taint];
  return (taints[index]?.value ?? '') === (taint.value ?? '') ? taints : taints.with(index, taint);
}

function without(taints: readonly Taint[], removed: readonly Taint[]): readonly Taint[] {
  const ids = new Set(removed.map(idOf));
  const kept = taints.filter((taint) => !ids.has(idOf(taint)));
  return kept.length === taints.length ? taints : kept;
}
