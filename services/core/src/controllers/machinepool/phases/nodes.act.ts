import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import { Nodes } from '@clusterwright/api/kubernetes';
import { done, requeueAfter, waitFor, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { sameJson } from '@clusterwright/controller-runtime/same-json';
import { ignoreNotFound } from '@clusterwright/kube-client';
import type { WorkloadCluster } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { inParallel } from '../../shared/in-parallel.act.ts';
import { nodeRefsSet } from '../machinepool.events.ts';
import type { MachinePoolScope } from '../machinepool.scope.ts';
import { planNodePatch } from './node-patch.plan.ts';
import { planNodes } from './nodes.plan.ts';

/** Finds the Nodes of the instances, in the watch cache of their cluster, and deletes those of instances that are gone. */
export const nodes: Phase<MachinePoolScope> = async (scope, ctx) => {
  const { connection, machinePool } = scope;
  if (connection.kind !== 'connected') return waitFor('WaitingForWorkloadClusterConnection');
  const plan = planNodes(machinePool, connection.cluster.nodes, ctx.now());
  if (plan.step === 'waitForProviderIDs') return waitFor('WaitingForProviderIDs');

  // Before the status forgets them.
  await deleteNodes(connection.cluster, plan.retired, 'its instance is not in the MachinePool any more', ctx);
  announce(machinePool, plan.learned, ctx);
  const observed: Partial<MachinePoolScope> = { machinePool: plan.learned, nodes: { kind: 'found', nodes: plan.nodes } };
  return { outcome: plan.availableInMs === undefined ? done : requeueAfter(plan.availableInMs, 'WaitingForMinReadySeconds'), observed };
};

function announce(machinePool: MachinePool, learned: MachinePool, { log, events }: ReconcileContext): void {
  const nodeRefs = learned.status?.nodeRefs ?? [];
  if (sameJson(nodeRefs, machinePool.status?.nodeRefs ?? [])) return;
  log.info('Set nodeRefs of MachinePool', { Nodes: nodeRefs.map(({ name }) => name) });
  nodeRefsSet(events, learned, nodeRefs);
}

/** Says on each Node whom it belongs to. A phase of its own: what Nodes say of themselves is known, and reported, though writing to their cluster fails. */
export const nodeMetadata: Phase<MachinePoolScope> = async ({ machinePool, connection, nodes: found }, { log, signal }) => {
  if (found.kind !== 'found' || connection.kind !== 'connected') return done;
  const { client, nodes: cache } = connection.cluster;
  await inParallel(found.nodes, async ({ metadata: { name } }) => {
    // The controller of Machines may have written meanwhile.
    const node = cache.get(name);
    const body = node && planNodePatch(machinePool, node);
    if (!body) return;
    log.debug('Adjusting Node to its MachinePool', { Node: name, diff: body });
    const written = await ignoreNotFound(client.patch(Nodes, { name }, { type: 'merge', body }, { signal }));
    if (written) cache.remember(written);
  });
  return done;
};

/** Deletes Nodes; gone already is success. */
export async function deleteNodes({ client, nodes: cache }: WorkloadCluster, retired: readonly Parameters<WorkloadCluster['nodes']['forget']>[0][], reason: string, { log, signal }: ReconcileContext): Promise<void> {
  await inParallel(retired, async (node) => {
    log.info('Deleting Node', { Node: node.metadata.name, reason });
    await ignoreNotFound(client.delete(Nodes, { name: node.metadata.name }, { uid: node.metadata.uid, signal }));
    cache.forget(node);
  });
}
