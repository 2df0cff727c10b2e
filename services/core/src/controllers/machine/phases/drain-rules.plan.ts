import type { Cluster, Machine, MachineDrainRule } from '@clusterwright/api/core/v1beta2';
import type { KubeObject } from '@clusterwright/api';
import { selectorMatches, type LabelSelectorLike } from '@clusterwright/api/label-selector';
import type { Namespace, Pod } from '@clusterwright/api/kubernetes';
import type { PodDecision } from './drain.plan.ts';

/** The rules that hold for a Machine, in the order in which Pods ask them: by name (spec MA-22). */
export function rulesForMachine(rules: readonly MachineDrainRule[], machine: Machine, cluster: Cluster): MachineDrainRule[] {
  return rules
    .filter(({ spec }) => spec.machines === undefined || spec.machines.some(({ selector, clusterSelector }) => chooses(selector, machine) && chooses(clusterSelector, cluster)))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** What the first rule that chooses a Pod says of it; undefined where none does. */
export function decideByRules(rules: readonly MachineDrainRule[], pod: Pod, namespace: Namespace | undefined): Pick<PodDecision, 'behavior' | 'order'> | undefined {
  const rule = rules.find(({ spec }) => spec.pods === undefined || spec.pods.some(({ selector, namespaceSelector }) => chooses(selector, pod) && chooses(namespaceSelector, namespace)));
  if (!rule) return undefined;
  const { behavior, order = 0 } = rule.spec.drain;
  return { behavior, order: behavior === 'Drain' ? order : 0 };
}

/** No selector and an empty one choose everything. */
function chooses(selector: LabelSelectorLike | undefined, object: KubeObject | undefined): boolean {
  return selector === undefined || selectorMatches(selector, object?.metadata.labels ?? {});
}
