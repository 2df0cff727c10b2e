import { toError } from '@clusterwright/api/errors';
import { DaemonSets, Nodes, Pods, type Node, type Pod } from '@clusterwright/api/kubernetes';
import { requeueAfter, type ReconcileContext } from '@clusterwright/controller-runtime';
import { ignoreNotFound, isNotFound, type KubeClient } from '@clusterwright/kube-client';
import { v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { WorkloadClusterError } from '@clusterwright/provider-kit/workload-cluster/workload-cluster-error';
import type { WorkloadCluster } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { failedToDrainNode, nodeDrained } from '../machine.events.ts';
import type { MachineScope } from '../machine.scope.ts';
import { DeletionStepError, type DeletionDeps, type DeletionState, type StepResult } from './deletion-step.plan.ts';
import { isDrainDue, withStarted } from './deletion-steps.plan.ts';
import { drainMessage, evictionFailure, isDrained, type DrainState } from './drain-message.plan.ts';
import { drainRulesFor } from './drain-rules.act.ts';
import { daemonSetOf, decidePod, evictionGraceSeconds, nameOf, planDrain, type DrainPlan, type PodDecision } from './drain.plan.ts';

const retryMs = 20_000;
const evictionBudgetMs = 10_000;
const podsPerPage = 100;
const type = 'DrainingSucceeded';

/** Cordons the Node and evicts its Pods; held until they are gone, the time is up, or the Node is (spec MA-20). */
export async function drain(deps: DeletionDeps, { scope, nodeName = '' }: DeletionState, ctx: ReconcileContext): Promise<StepResult> {
  if (!isDrainDue(scope, ctx.now())) return { kind: 'passed' };
  const machine = withStarted(scope.machine, 'nodeDrainStartTime', ctx.now());
  try {
    const state = await drainRound(deps, scope, nodeName, ctx);
    if (!state || isDrained(state)) {
      nodeDrained(ctx.events, machine, nodeName);
      return { kind: 'passed', machine, v1beta1: [v1beta1True(type)] };
    }
    const message = drainMessage(state, machine.status?.deletion?.nodeDrainStartTime ?? '');
    const outcome = requeueAfter(retryMs, 'DrainingNode', 'Pods are not watched');
    return { kind: 'held', outcome, reason: 'DrainingNode', message, machine, v1beta1: [v1beta1False(type, 'Draining', 'Info', message)] };
  } catch (error) {
    const cause = toError(error);
    failedToDrainNode(ctx.events, machine, nodeName, cause);
    throw new DeletionStepError('Error draining Node, please check controller logs for errors', { reason: 'DrainingNode', cause, machine, v1beta1: [v1beta1False(type, 'DrainingFailed', 'Warning', cause.message)] });
  }
}

/** One round of evictions; undefined where there is no Node to drain. */
async function drainRound(deps: DeletionDeps, scope: MachineScope, nodeName: string, ctx: ReconcileContext): Promise<DrainState | undefined> {
  if (scope.connection.kind !== 'connected') throw new WorkloadClusterError('NotConnected', `failed to drain Node ${nodeName}: ${scope.connection.reason}`);
  const { cluster } = scope.connection;
  const node = cluster.nodes.get(nodeName);
  if (!node) {
    ctx.log.info('Skipping drain of a Node that does not exist', { Node: nodeName });
    return undefined;
  }
  await cordon(cluster, node, ctx);
  const decisions = await decidePods(deps, scope, { client: cluster.client, node }, ctx);
  const plan = planDrain(decisions);
  ctx.log.info('Draining Node', { Node: nodeName, evicting: plan.evictNow.map(({ pod }) => nameOf(pod)).slice(0, 5), terminating: plan.terminating.length });
  return evict(cluster.client, plan, evictionGraceSeconds(node), ctx);
}

async function cordon({ client, nodes }: WorkloadCluster, node: Node, { log, signal }: ReconcileContext): Promise<void> {
  if (node.spec?.unschedulable) return;
  log.info('Cordoning Node', { Node: node.metadata.name, reason: 'it is being drained' });
  nodes.remember(await client.patch(Nodes, { name: node.metadata.name }, { type: 'merge', body: { spec: { unschedulable: true } } }, { signal }));
}

/** The Pods of a Node and what draining does with each. */
export async function decidePods(deps: DeletionDeps, scope: MachineScope, { client, node }: Pick<WorkloadCluster, 'client'> & { readonly node: Node }, { now, signal }: ReconcileContext): Promise<PodDecision[]> {
  const pods = await listPods(client, node.metadata.name, signal);
  if (pods.length === 0) return [];
  const [daemonSets, ruleFor] = await Promise.all([existingDaemonSets(client, pods, signal), drainRulesFor(deps, scope, client, signal)]);
  return pods.map((pod) => decidePod(pod, { node, now: now(), daemonSets, ruleFor }));
}

async function listPods(client: KubeClient, nodeName: string, signal: AbortSignal): Promise<Pod[]> {
  const pods: Pod[] = [];
  let page: string | undefined;
  do {
    const list = await client.list(Pods, { fieldSelector: `spec.nodeName=${nodeName}`, limit: podsPerPage, continue: page, signal });
    pods.push(...list.items);
    page = list.continue;
  } while (page);
  return pods;
}

async function existingDaemonSets(client: KubeClient, pods: readonly Pod[], signal: AbortSignal): Promise<ReadonlySet<string>> {
  const named = [...new Set(pods.map(daemonSetOf).filter((name) => name !== undefined))];
  const found = await Promise.all(
    named.map(async (key) => {
      const [namespace, name = ''] = key.split('/');
      return (await ignoreNotFound(client.get(DaemonSets, { namespace, name }, { signal }))) ? key : undefined;
    }),
  );
  return new Set(found.filter((name) => name !== undefined));
}

/** Evicts until the budget of a pass is used up; what is left comes in the next one. */
async function evict(client: KubeClient, { evictNow, ...waiting }: DrainPlan, gracePeriodSeconds: number | undefined, { log, now, signal }: ReconcileContext): Promise<DrainState> {
  const failed = new Map<string, Pod[]>();
  const terminating = [...waiting.terminating];
  const deadline = now().getTime() + evictionBudgetMs;
  for (const { pod, warning } of evictNow) {
    if (now().getTime() >= deadline) {
      addTo(failed, `eviction timeout of ${evictionBudgetMs / 1000}s reached, eviction will be retried`, pod);
      continue;
    }
    try {
      await evictPod(client, pod, gracePeriodSeconds, signal);
      terminating.push(pod);
      log.debug('Evicted Pod', { Pod: nameOf(pod), reason: warning ?? 'its Node is being drained' });
    } catch (error) {
      if (!isNotFound(error)) addTo(failed, evictionFailure(error), pod);
    }
  }
  return { ...waiting, terminating, failed };
}

function addTo(failed: Map<string, Pod[]>, message: string, pod: Pod): void {
  failed.set(message, [...(failed.get(message) ?? []), pod]);
}

async function evictPod(client: KubeClient, { metadata: { namespace, name } }: Pod, gracePeriodSeconds: number | undefined, signal: AbortSignal): Promise<void> {
  const deleteOptions = gracePeriodSeconds === undefined ? {} : { deleteOptions: { gracePeriodSeconds } };
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name }, ...deleteOptions };
  await client.createSubresource(Pods, { namespace, name, subresource: 'eviction' }, body, { signal });
}
