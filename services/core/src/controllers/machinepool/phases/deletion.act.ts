import { keyOf, keyString } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { done, inOrder, requeueAfter, waitFor, type Outcome, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { WorkloadClusterError } from '@clusterwright/provider-kit/workload-cluster/workload-cluster-error';
import type { NodeDeletionTries } from '../../machine/node-deletion-tries.ts';
import { inParallel } from '../../machineset/phases/in-parallel.act.ts';
import type { MachinePoolDeps, MachinePoolScope } from '../machinepool.scope.ts';
import { isNodeRemovalTimeUp, planExternalRemoval, planMachineRemoval, planNodeRemoval, type RemovalPlan } from './deletion.plan.ts';
import { deleteNodes } from './nodes.act.ts';
import { knownNodes } from './nodes.plan.ts';

interface Deps extends Pick<MachinePoolDeps, 'client'> {
  readonly nodeDeletionTries: Pick<NodeDeletionTries, 'failed'>;
}

const retryMs = 2_000;
const insistForMs = 10_000;

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

/** A failure is answered by more tries for ten seconds; only then does the timeout decide whether to go on without: the instances may have used it up before the first try. */
async function removeNodes({ nodeDeletionTries }: Deps, scope: MachinePoolScope, ctx: ReconcileContext): Promise<Outcome> {
  const plan = planNodeRemoval(scope);
  if (plan.step === 'skip') {
    ctx.log.debug('Skipping deletion of Nodes', { reason: plan.cause });
    return done;
  }
  try {
    await tryRemoveNodes(scope, ctx);
    return done;
  } catch (error) {
    const { machinePool } = scope;
    const err = toError(error).message;
    if (nodeDeletionTries.failed(machinePool, ctx.now()) < insistForMs) {
      ctx.log.info('Trying again to delete Nodes', { err, retryAfterMs: retryMs });
      return requeueAfter(retryMs, 'DeletingNodes', 'nothing announces that a request would succeed');
    }
    if (!isNodeRemovalTimeUp(machinePool, ctx.now())) throw error;
    ctx.log.info('Node deletion timeout expired, continuing without Node deletion', { err });
    return done;
  }
}

async function tryRemoveNodes({ machinePool, connection }: MachinePoolScope, ctx: ReconcileContext): Promise<void> {
  if (connection.kind !== 'connected') throw new WorkloadClusterError('NotConnected', `failed deleting Nodes because ${connection.reason}`);
  await deleteNodes(connection.cluster, knownNodes(machinePool, connection.cluster.nodes), 'its MachinePool is being deleted', ctx);
}
