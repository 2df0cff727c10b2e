import { keyOf, keyString } from '@clusterwright/api';
import { done, inOrder, requeueAfter, waitFor, type Outcome, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { inParallel } from '../../machineset/phases/in-parallel.act.ts';
import type { MachinePoolDeps, MachinePoolScope } from '../machinepool.scope.ts';
import { planExternalRemoval, planMachineRemoval, planNodeRemoval, type RemovalPlan } from './deletion.plan.ts';
import { deleteNodes } from './nodes.act.ts';

type Deps = Pick<MachinePoolDeps, 'client'>;

/** Takes a pool down: what it owns, then the Machines that are left, then the Nodes. */
export function deletion(deps: Deps): Phase<MachinePoolScope> {
  return inOrder<MachinePoolScope>(
    (scope, ctx) => remove(deps, planExternalRemoval(scope), 'WaitingForExternalObjectsDeletion', ctx),
    (scope, ctx) => remove(deps, planMachineRemoval(scope), 'WaitingForMachinesDeletion', ctx),
    deletionOfNodes,
  );
}

async function remove({ client }: Deps, { targets, leaving }: RemovalPlan, reason: string, { log, signal }: ReconcileContext): Promise<Outcome> {
  const remaining = await inParallel(targets, ({ resource, object }) => {
    log.info('Deleting an object of the MachinePool', { [object.kind]: keyString(keyOf(object)), reason: 'the MachinePool is being deleted' });
    return client.delete(resource, keyOf(object), { uid: object.metadata.uid, signal });
  });
  return leaving > 0 || remaining.some((object) => object !== undefined) ? waitFor(reason) : done;
}

const deletionOfNodes: Phase<MachinePoolScope> = async (scope, ctx) => {
  const plan = planNodeRemoval(scope, ctx.now());
  switch (plan.step) {
    case 'skip':
      ctx.log.debug('Skipping deletion of Nodes', { reason: plan.cause });
      return done;
    case 'waitForConnection': {
      const reason = 'WaitingForWorkloadClusterConnection';
      return plan.leftMs === undefined ? waitFor(reason) : requeueAfter(plan.leftMs, reason);
    }
    case 'delete':
      if (scope.connection.kind === 'connected') await deleteNodes(scope.connection.cluster, plan.nodes, 'its MachinePool is being deleted', ctx);
      return done;
  }
};
