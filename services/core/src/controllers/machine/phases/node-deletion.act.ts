import { Nodes } from '@clusterwright/api/kubernetes';
import { requeueAfter, type ReconcileContext } from '@clusterwright/controller-runtime';
import { ignoreNotFound } from '@clusterwright/kube-client';
import { v1beta1False } from '@clusterwright/provider-kit/conditions/v1beta1';
import { WorkloadClusterError } from '@clusterwright/provider-kit/workload-cluster/workload-cluster-error';
import { isNodeDeletionTimeUp } from '../../shared/deletion-timeouts.plan.ts';
import { tryNodeDeletion } from '../../shared/node-deletion.act.ts';
import { failedToDeleteNode } from '../machine.events.ts';
import type { MachineScope } from '../machine.scope.ts';
import { DeletionStepError, type DeletionDeps, type DeletionState, type StepResult } from './deletion-step.plan.ts';

const reason = 'DeletingNode';
const message = 'Error deleting Node, please check controller logs for errors';

/** Deletes the Node, last of all: while the instance runs, its kubelet would register it again. */
export async function deleteNode({ nodeDeletionTries }: DeletionDeps, { scope, nodeName = '' }: DeletionState, ctx: ReconcileContext): Promise<StepResult> {
  const { machine } = scope;
  const { log, events } = ctx;
  const deletion = { owner: machine, isTimeUp: (now: Date) => isNodeDeletionTimeUp(machine, now), tries: nodeDeletionTries };
  const end = await tryNodeDeletion(deletion, ctx, () => tryDelete(scope, nodeName, ctx));
  if (end.kind === 'deleted') return { kind: 'passed' };
  const { error: cause } = end;
  if (end.kind === 'tryAgain') {
    log.info('Trying again to delete Node', { Node: nodeName, err: cause.message, retryAfterMs: end.afterMs });
    return { kind: 'held', outcome: requeueAfter(end.afterMs, reason, 'nothing announces that a request would succeed'), reason, message };
  }
  failedToDeleteNode(events, machine, cause);
  const v1beta1 = [v1beta1False('NodeHealthy', 'DeletionFailed', 'Warning')];
  if (end.kind === 'failed') throw new DeletionStepError(message, { reason, cause, v1beta1 });
  log.info('Node deletion timeout expired, continuing without Node deletion', { Node: nodeName, err: cause.message });
  return { kind: 'passed', v1beta1 };
}

async function tryDelete({ connection }: MachineScope, nodeName: string, { log, signal }: ReconcileContext): Promise<void> {
  if (connection.kind !== 'connected') throw new WorkloadClusterError('NotConnected', `failed deleting Node because ${connection.reason}`);
  const { client, nodes } = connection.cluster;
  const known = nodes.get(nodeName);
  log.info('Deleting Node', { Node: nodeName, reason: 'its Machine is being deleted' });
  await ignoreNotFound(client.delete(Nodes, { name: nodeName }, { signal }));
  if (known) nodes.forget(known);
}
