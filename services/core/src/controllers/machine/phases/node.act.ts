import { Nodes, type Node } from '@clusterwright/api/kubernetes';
import { done, findCondition, requeueAfter, waitFor, type Outcome, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { failedToGetNode, interruptibleLabelSet, nodeRefSet } from '../machine.events.ts';
import { isDeleting, type MachineDeps, type MachineScope } from '../machine.scope.ts';
import { graceEndsInMs } from '../status/connection-grace.status.ts';
import { becomesInterruptible, planNodePatch } from './node-patch.plan.ts';
import { observeNode, withNode } from './node.plan.ts';

export type NodeDeps = Pick<MachineDeps, 'features' | 'additionalSyncLabels' | 'additionalSyncAnnotations' | 'remoteConditionsGracePeriodMs'>;

/** Finds the Node of the Machine, and keeps its labels, annotations and taints in line with the Machine's, in one request at most. */
export function node(deps: NodeDeps): Phase<MachineScope> {
  return async (scope, ctx) => {
    const observed = observeNode(scope.connection, scope.machine.spec.providerID);
    switch (observed.kind) {
      case 'unset':
        return { outcome: waitFor('WaitingForProviderID'), observed: { node: observed } };
      case 'notConnected':
        return { outcome: waitForConnection(scope, deps, ctx), observed: { node: observed } };
      case 'notFound':
        return { outcome: waitFor(scope.machine.status?.nodeRef ? 'NodeDeleted' : 'WaitingForNode'), observed: { node: observed } };
      case 'failed':
        failedToGetNode(ctx.events, scope.machine, observed.error);
        return { outcome: waitFor('NodeInspectionFailed', observed.error.message), observed: { node: observed } };
      case 'found':
        return { outcome: done, observed: { node: { kind: 'found', node: await adjust(deps, scope, observed.node, ctx) }, machine: learn(scope, observed.node, ctx) } };
    }
  };
}

function learn({ machine }: MachineScope, found: Node, { log, events }: ReconcileContext): MachineScope['machine'] {
  const learned = withNode(machine, found);
  if (!machine.status?.nodeRef) {
    log.info('Kubernetes Node is now available', { Node: found.metadata.name, providerID: machine.spec.providerID });
    nodeRefSet(events, machine, found.metadata.name);
  }
  return learned;
}

async function adjust(deps: NodeDeps, scope: MachineScope, found: Node, { log, events, signal }: ReconcileContext): Promise<Node> {
  const patch = planNodePatch(scope, found, deps);
  if (!patch || scope.connection.kind !== 'connected') return found;
  const { client, nodes } = scope.connection.cluster;
  log.debug('Adjusting Node to its Machine', { Node: found.metadata.name, diff: patch });
  const adjusted = await client.patch(Nodes, { name: found.metadata.name }, { type: 'merge', body: patch }, { signal });
  nodes.remember(adjusted);
  if (becomesInterruptible(scope, found)) interruptibleLabelSet(events, scope.machine, found.metadata.name);
  return adjusted;
}

/** The connection wakes the Machine when it comes back; the timer is for the moment from which the last known state counts as unknown. */
function waitForConnection({ cluster, connection, machine }: MachineScope, { remoteConditionsGracePeriodMs }: NodeDeps, { now }: ReconcileContext): Outcome {
  const initialized = findCondition(cluster.status?.conditions, 'ControlPlaneInitialized');
  const graceMs = graceEndsInMs({ initialized, probe: connection.probe, gracePeriodMs: remoteConditionsGracePeriodMs, now: now() });
  const isPending = graceMs !== undefined && graceMs > 0 && !isDeleting(machine);
  return isPending ? requeueAfter(graceMs + 1_000, 'RemoteConditionsGracePeriod') : waitFor('WaitingForWorkloadClusterConnection');
}
