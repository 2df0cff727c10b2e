import { clusterNameLabel, keyOf, machineSkipRemediationAnnotation } from '@clusterwright/api';
import { Clusters, Machines } from '@clusterwright/api/core/v1beta2';
import type { Cluster, Machine, MachineHealthCheck } from '@clusterwright/api/core/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import type { Node } from '@clusterwright/api/kubernetes';
import { selectorMatches, selectorProblem } from '@clusterwright/api/label-selector';
import { findCondition } from '@clusterwright/controller-runtime';
import type { Client } from '@clusterwright/controller-runtime';
import { hasPausedAnnotation } from '@clusterwright/provider-kit/cluster/paused';
import type { NodeCache, WorkloadClusters } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import type { Assessment } from './checks/assessment.plan.ts';
import { observeExternalRemediation } from './remediation/external-remediation.scope.ts';
import type { ExternalRemediation, RequestOutcome, WatchKind } from './remediation/external-remediation.scope.ts';

export interface MachineHealthCheckDeps {
  readonly client: Client;
  readonly workloadClusters: Pick<WorkloadClusters, 'get'>;
  /** From now on, changes of objects of a kind wake the MachineHealthChecks that they concern. */
  readonly watchKind: WatchKind;
}

/** `unset`: the Machine has no Node yet, or the control plane that knows it is not initialized. */
export type ObservedNode = { readonly kind: 'found'; readonly node: Node } | { readonly kind: 'notFound' } | { readonly kind: 'unset' };

/** A Machine that is checked. */
export interface Target {
  readonly machine: Machine;
  readonly node: ObservedNode;
}

/** What one pass looks at. */
export interface MachineHealthCheckScope {
  readonly machineHealthCheck: MachineHealthCheck;
  readonly cluster: Cluster;
  /** By name. `unreachable` while the workload cluster should answer, and does not: without its Nodes nothing can be said of any Machine. */
  readonly targets: readonly Target[] | 'unreachable';
  /** Undefined where the owners of Machines remediate. */
  readonly external: ExternalRemediation | undefined;
  /** Observed by the first phase. */
  readonly assessment: Assessment | undefined;
  /** What became of the requests of this pass, by the name of the Machine. */
  readonly requests: ReadonlyMap<string, RequestOutcome>;
}

/** Reads everything a pass needs. Errors: `TerminalError` where the selector cannot be used. */
export async function gatherMachineHealthCheckScope(deps: MachineHealthCheckDeps, machineHealthCheck: MachineHealthCheck): Promise<MachineHealthCheckScope> {
  const { metadata, spec } = machineHealthCheck;
  const { namespace = '' } = metadata;
  const problem = selectorProblem(spec.selector);
  if (problem) throw new TerminalError(`the selector of MachineHealthCheck ${metadata.name} cannot be used: ${problem}`);
  const cluster = await deps.client.get(Clusters, { namespace, name: spec.clusterName });
  if (!cluster) throw new TerminalError(`Cluster ${spec.clusterName} of MachineHealthCheck ${metadata.name} does not exist`);

  const machines = await deps.client.list(Machines, { namespace, labels: { [clusterNameLabel]: spec.clusterName }, filter: ({ metadata: { labels } }) => selectorMatches(spec.selector, labels) });
  const checked = machines.filter((machine) => !isExempt(machine)).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const nodes = nodesOf(deps, cluster);
  return {
    machineHealthCheck,
    cluster,
    targets: nodes === 'unreachable' ? nodes : checked.map((machine) => ({ machine, node: observeNode(nodes, machine) })),
    external: await observeExternalRemediation(deps, machineHealthCheck),
    assessment: undefined,
    requests: new Map(),
  };
}

/** Users take such Machines out of the reach of health checks: they do not even count. */
export function isExempt(machine: Machine): boolean {
  return hasPausedAnnotation(machine) || machine.metadata.annotations?.[machineSkipRemediationAnnotation] !== undefined;
}

export const isControlPlaneInitialized = ({ status }: Cluster): boolean => findCondition(status?.conditions, 'ControlPlaneInitialized')?.status === 'True';

/** Undefined before the control plane is initialized: there are no Nodes to know. */
function nodesOf({ workloadClusters }: MachineHealthCheckDeps, cluster: Cluster): NodeCache | 'unreachable' | undefined {
  if (!isControlPlaneInitialized(cluster)) return undefined;
  const connection = workloadClusters.get(keyOf(cluster));
  return connection.kind === 'connected' ? connection.cluster.nodes : 'unreachable';
}

function observeNode(nodes: NodeCache | undefined, { status }: Machine): ObservedNode {
  const name = status?.nodeRef?.name;
  if (!nodes || !name) return { kind: 'unset' };
  const node = nodes.get(name);
  return node ? { kind: 'found', node } : { kind: 'notFound' };
}
