import { MachineDrainRules } from '@clusterwright/api/core/v1beta2';
import { Namespaces, type Pod } from '@clusterwright/api/kubernetes';
import type { KubeClient } from '@clusterwright/kube-client';
import type { MachineScope } from '../machine.scope.ts';
import type { DeletionDeps } from './deletion-step.plan.ts';
import { decideByRules, rulesForMachine } from './drain-rules.plan.ts';
import type { DrainFacts } from './drain.plan.ts';

/** What MachineDrainRules say of the Pods on a Machine. Namespaces are asked for only where a rule looks at them. */
export async function drainRulesFor({ client }: Pick<DeletionDeps, 'client'>, { machine, cluster }: MachineScope, workload: KubeClient, signal: AbortSignal): Promise<DrainFacts['ruleFor']> {
  const rules = rulesForMachine(await client.list(MachineDrainRules, { namespace: machine.metadata.namespace }), machine, cluster);
  if (rules.length === 0) return () => undefined;
  const looksAtNamespaces = rules.some(({ spec }) => spec.pods?.some(({ namespaceSelector }) => namespaceSelector !== undefined));
  const namespaces = looksAtNamespaces ? (await workload.list(Namespaces, { signal })).items : [];
  const byName = new Map(namespaces.map((namespace) => [namespace.metadata.name, namespace]));
  return (pod: Pod) => decideByRules(rules, pod, byName.get(pod.metadata.namespace ?? ''));
}
