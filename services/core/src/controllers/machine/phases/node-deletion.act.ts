import { toError } from '@clusterwright/api/errors';
import { Nodes } from '@clusterwright/api/kubernetes';
import { requeueAfter, type ReconcileContext } from '@clusterwright/controller-runtime';
import { ignoreNotFound } from '@clusterwright/kube-client';
import { v1beta1False } from '@clusterwright/provider-kit/conditions/v1beta1';
import { WorkloadClusterError } from '@clusterwright/provider-kit/workload-cluster/workload-cluster-error';
import { failedToDeleteNode } from '../machine.events.ts';
import type { MachineScope } from '../machine.scope.ts';
import { DeletionStepError, type DeletionDeps, type DeletionState, type StepResult } from './deletion-step.plan.ts';
import { isNodeDeletionTimeUp } from './deletion-steps.plan.ts';

const retryMs = 2_000;
const insistForMs = 10_000;
const reason = 'DeletingNode';
const message = 'Error deleting Node, please check controller logs for errors';

/**
 * Deletes the Node, last of all: while the instance runs, its kubelet would register it again.
 *
 * A failure is answered by more tries for ten seconds, however old the deletion is; only then does the timeout of the Machine decide whether to go on without
 * (spec MA-18): drain and instance may have used it up before the first try.
 */
export async function deleteNode({ nodeDeletionTries }: DeletionDeps, { scope, nodeName = '' }: DeletionState, ctx: ReconcileContext): Promise<StepResult> {
  const { machine } = scope;
  const { log, events, now } = ctx;
  try {
    await tryDelete(scope, nodeName, ctx);
    return { kind: 'passed' };
  } catch (error) {
    const cause = toError(error);
    if (nodeDeletionTries.failed(machine, now()) < insistForMs) {
      log.info('Trying again to delete Node', { Node: nodeName, err: cause.message, retryAfterMs: retryMs });
      return { kind: 'held', outcome: requeueAfter(retryMs, reason, 'nothing announces that a request would succeed'), reason, message };
    }
    failedToDeleteNode(events, machine, cause);
    const v1beta1 = [v1beta1False('NodeHealthy', 'DeletionFailed', 'Warning')];
    if (!isNodeDeletionTimeUp(machine, now())) throw new DeletionStepError(message, { reason, cause, v1beta1 });
    log.info('Node deletion timeout expired, continuing without Node deletion', { Node: nodeName, err: cause.message });
    return { kind: 'passed', v1beta1 };
  }
}

async function tryDelete({ connection }: MachineScope, nodeName: string, { log, signal }: ReconcileContext): Promise<void> {
  if (connection.kind !== 'connected') throw new WorkloadClusterError('NotConnected', `failed deleting Node because ${connection.reason}`);
  const { client, nodes } = connection.cluster;
  const known = nodes.get(nodeName);
  log.info('Deleting Node', { Node: nodeName, reason: 'its Machine is being deleted' });
  await ignoreNotFound(client.delete(Nodes, { name: nodeName }, { signal }));
  if (known) nodes.forget(known);
}
