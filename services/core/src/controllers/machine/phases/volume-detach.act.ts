import type { KubeObject, Resource } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { PersistentVolumes, VolumeAttachments } from '@clusterwright/api/kubernetes';
import { requeueAfter, type ReconcileContext } from '@clusterwright/controller-runtime';
import type { KubeClient } from '@clusterwright/kube-client';
import { v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import { WorkloadClusterError } from '@clusterwright/provider-kit/workload-cluster/workload-cluster-error';
import { failedToWaitForVolumes, volumesDetached } from '../machine.events.ts';
import type { MachineScope } from '../machine.scope.ts';
import { DeletionStepError, type DeletionDeps, type DeletionState, type StepResult } from './deletion-step.plan.ts';
import { isVolumeDetachDue, withStarted } from './deletion-steps.plan.ts';
import { decidePods } from './drain.act.ts';
import { isUnreachable } from './drain.plan.ts';
import { attachedVolumes, pendingVolumes, volumesMessage, type PendingVolumes } from './volume-detach.plan.ts';

const retryMs = 20_000;
const objectsPerPage = 100;
const type = 'VolumeDetachSucceeded';
const reason = 'WaitingForVolumeDetach';

/** Holds the deletion until no volume is attached to the Node: some providers destroy volumes together with the instance (spec MA-23). */
export async function waitForVolumes(deps: DeletionDeps, { scope, nodeName = '' }: DeletionState, ctx: ReconcileContext): Promise<StepResult> {
  if (!isVolumeDetachDue(scope, ctx.now())) return { kind: 'passed' };
  const machine = withStarted(scope.machine, 'waitForNodeVolumeDetachStartTime', ctx.now());
  const waiting = v1beta1False(type, reason, 'Info', 'Waiting for node volumes to be detached');
  try {
    const pending = await findPending(deps, scope, nodeName, ctx);
    const message = pending && volumesMessage(pending, machine.status?.deletion?.waitForNodeVolumeDetachStartTime ?? '');
    if (message === undefined) {
      volumesDetached(ctx.events, machine, nodeName);
      return { kind: 'passed', machine, v1beta1: [v1beta1True(type)] };
    }
    ctx.log.info('Waiting for Node volumes to be detached', { Node: nodeName, ...pending });
    return { kind: 'held', outcome: requeueAfter(retryMs, reason, 'volumes are not watched'), reason, message, machine, v1beta1: [waiting] };
  } catch (error) {
    const cause = toError(error);
    failedToWaitForVolumes(ctx.events, machine, nodeName, cause);
    throw new DeletionStepError('Error waiting for volumes to be detached from Node, please check controller logs for errors', { reason, cause, machine, v1beta1: [waiting] });
  }
}

/** Undefined where there is nobody to wait for: no Node, an unreachable one, or one without volumes. */
async function findPending(deps: DeletionDeps, scope: MachineScope, nodeName: string, ctx: ReconcileContext): Promise<PendingVolumes | undefined> {
  if (scope.connection.kind !== 'connected') throw new WorkloadClusterError('NotConnected', scope.connection.reason);
  const { cluster } = scope.connection;
  const node = cluster.nodes.get(nodeName);
  if (!node || isUnreachable(node)) {
    ctx.log.info('Skipping the wait for volumes', { Node: nodeName, reason: node ? 'the Node is unreachable' : 'the Node does not exist' });
    return undefined;
  }
  const attached = attachedVolumes(node, await listAll(cluster.client, VolumeAttachments, ctx.signal));
  if (attached.inNodeStatus.size + attached.persistentVolumes.size === 0) return undefined;
  const [volumes, decisions] = await Promise.all([listAll(cluster.client, PersistentVolumes, ctx.signal), decidePods(deps, scope, { client: cluster.client, node }, ctx)]);
  const skipped = decisions.filter(({ behavior }) => behavior === 'Skip').map(({ pod }) => pod);
  return pendingVolumes(attached, volumes, skipped);
}

async function listAll<T extends KubeObject>(client: KubeClient, resource: Resource<T>, signal: AbortSignal): Promise<T[]> {
  const objects: T[] = [];
  let page: string | undefined;
  do {
    const list = await client.list(resource, { limit: objectsPerPage, continue: page, signal });
    objects.push(...list.items);
    page = list.continue;
  } while (page);
  return objects;
}
