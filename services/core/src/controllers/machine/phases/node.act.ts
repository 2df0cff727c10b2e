import type { Node } from '@clusterwright/api/kubernetes';
import { done, findCondition, requeueAfter, waitFor, type Outcome, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { isDeleting } from '../../shared/is-deleting.ts';
import { failedToGetNode, nodeRefSet } from '../machine.events.ts';
import type { MachineDeps, MachineScope } from '../machine.scope.ts';
import { graceEndsInMs } from '../status/connection-grace.status.ts';
import { observeNode, withNode } from './node.plan.ts';

/** Finds the Node of the Machine, in the watch cache of its cluster. */
export function node(deps: Pick<MachineDeps, 'remoteConditionsGracePeriodMs'>): Phase<MachineScope> {
  return (scope, ctx) => {
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
        return { outcome: done, observed: { node: observed, machine: learn(scope, observed.node, ctx) } };
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

/** The connection wakes the Machine when it comes back; the timer is for the moment from which the last known state counts as unknown. */
function waitForConnection({ cluster, connection, machine }: MachineScope, { remoteConditionsGracePeriodMs }: Pick<MachineDeps, 'remoteConditionsGracePeriodMs'>, { now }: ReconcileContext): Outcome {
  const initialized = findCondition(cluster.status?.conditions, 'ControlPlaneInitialized');
  const graceMs = graceEndsInMs({ initialized, probe: connection.probe, gracePeriodMs: remoteConditionsGracePeriodMs, now: now() });
  const isPending = graceMs !== undefined && graceMs > 0 && !isDeleting(machine);
  return isPending ? requeueAfter(graceMs + 1_000, 'RemoteConditionsGracePeriod') : waitFor('WaitingForWorkloadClusterConnection');
}
