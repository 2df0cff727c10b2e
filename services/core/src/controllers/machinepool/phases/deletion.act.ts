import { keyOf, keyString } from '@clusterwright/api';
import { done, inOrder, requeueAfter, waitFor, type Outcome, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { WorkloadClusterError } from '@clusterwright/provider-kit/workload-cluster/workload-cluster-error';
import { inParallel } from '../../shared/in-parallel.act.ts';
import type { NodeDeletionTries } from '../../shared/node-deletion-tries.ts';
import { tryNodeDeletion } from '../../shared/node-deletion.act.ts';
import type { MachinePoolDeps, MachinePoolScope } from '../machinepool.scope.ts';
import { isNodeRemovalTimeUp, planExternalRemoval, planMachineRemoval, planNodeRemoval, type RemovalPlan } from './deletion.plan.ts';
import { deleteNodes } from './nodes.act.ts';
import { knownNodes } from './nodes.plan.ts';

interface Deps extends Pick<MachinePoolDeps, 'client'> {
  readonly nodeDeletionTries: Pick<NodeDeletionTries, 'failed'>;
}

/** Takes a pool down: what it owns, then the Machines that are left, then the Nodes. */
export function deletion(deps: Deps): Phase<MachinePoolScope> {
  return inOrder<MachinePoolScope>(
    (scope, ctx) => remove(deps, planExternalRemoval(scope), 'WaitingForExternalObjectsDeletion', ctx),
    (scope, ctx) => remove(deps, planMachineRemoval(scope), 'WaitingForMachinesDeletion', ctx),
    (scope, ctx) => removeNodes(deps, scope, ctx),
  );
}

async function remove({ client }: Deps, { targets, leaving }: RemovalPlan, reason: string, { log, signal }: ReconcileContext): Promise<Outcome> {
  const remaining = await inParallel(targets, ({ resource, object }) => {
    log.info('Deleting an object of the MachinePool', { [object.kind]: keyString(keyOf(object)), reason: 'the MachinePool is being deleted' });
    return client.delete(resource, keyOf(object), { uid: object.metadata.uid, signal });
  });
  return leaving > 0 || remaining.some((object) => object !== undefined) ? waitFor(reason) : done;
}

async function removeNodes({ nodeDeletionTries }: Deps, scope: MachinePoolScope, ctx: ReconcileContext): Promise<Outcome> {
  const plan = planNodeRemoval(scope);
  if (plan.step === 'skip') {
    ctx.log.debug('Skipping deletion of Nodes', { reason: plan.cause });
    return done;
  }
  const { machinePool } = scope;
  const end = await tryNodeDeletion({ owner: machinePool, isTimeUp: (now) => isNodeRemovalTimeUp(machinePool, now), tries: nodeDeletionTries }, ctx, () => tryRemoveNodes(scope, ctx));
  switch (end.kind) {
    case 'deleted':
      return done;
    case 'tryAgain':
      ctx.log.info('Trying again to delete Nodes', { err: end.error.message, retryAfterMs: end.afterMs });
      return requeueAfter(end.afterMs, 'DeletingNodes', 'nothing announces that a request would succeed');
    case 'failed':
      throw end.error;
    case 'givenUp':
      ctx.log.info('Node deletion timeout expired, continuing without Node deletion', { err: end.error.message });
      return done;
  }
}

async function tryRemoveNodes({ machinePool, connection }: MachinePoolScope, ctx: ReconcileContext): Promise<void> {
  if (connection.kind !== 'connected') throw new WorkloadClusterError('NotConnected', `failed deleting Nodes because ${connection.reason}`);
  await deleteNodes(connection.cluster, knownNodes(machinePool, connection.cluster.nodes), 'its MachinePool is being deleted', ctx);
}
