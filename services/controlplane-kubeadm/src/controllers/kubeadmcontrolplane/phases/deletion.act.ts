import { clusterNameLabel, keyOf } from '@clusterwright/api';
import { MachinePools, Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done, requeueAfter, type Client, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { isConflict } from '@clusterwright/kube-client';
import { isDeleting } from '../control-plane-machine.plan.ts';
import { failedDelete } from '../kubeadmcontrolplane.events.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { planDeletion } from './deletion.plan.ts';
import { removePreTerminateHook } from './pre-terminate-hook.act.ts';

export interface DeletionDeps {
  readonly client: Pick<Client, 'list' | 'patch' | 'delete'>;
  /** Whether MachinePools exist in this management cluster. */
  readonly machinePools: boolean;
}

/** Machines wake us when they go; this only keeps the message about stale ones current. */
const deletionRequeueMs = 30_000;

/** Deletes the control plane's Machines once no workers are left, without taking members out of etcd: all of it goes. */
export function deleteMachines(deps: DeletionDeps): Phase<ControlPlaneScope> {
  return async (scope, ctx) => {
    const { machines, now } = scope;
    const plan = planDeletion({ machines, now, ...(machines.length > 0 ? await listWorkers(deps, scope) : { otherMachines: [], machinePools: [] }) });
    switch (plan.step) {
      case 'finish':
        return done;
      case 'waitForWorkers':
        return { outcome: requeueAfter(deletionRequeueMs, plan.state.reason), observed: { deletion: plan.state } };
      case 'delete': {
        const { errors, remaining } = await deleteAll(deps.client, scope, ctx);
        if (errors.length === 0) return { outcome: requeueAfter(deletionRequeueMs, plan.state.reason), observed: { deletion: plan.state, machines: remaining } };
        failedDelete(ctx.events, scope, errors);
        throw errors.find((error) => !isConflict(error)) ?? errors[0] ?? new Error('deletion failed');
      }
    }
  };
}

async function listWorkers({ client, machinePools: hasMachinePools }: DeletionDeps, { cluster, machines }: ControlPlaneScope) {
  const selector = { namespace: cluster.metadata.namespace, labels: { [clusterNameLabel]: cluster.metadata.name } };
  const own = new Set(machines.map(({ machine }) => machine.metadata.name));
  const [all, machinePools] = await Promise.all([client.list(Machines, selector), hasMachinePools ? client.list(MachinePools, selector) : []]);
  return { otherMachines: all.filter(({ metadata }) => !own.has(metadata.name)), machinePools };
}

async function deleteAll(client: DeletionDeps['client'], { machines }: ControlPlaneScope, ctx: ReconcileContext): Promise<{ errors: Error[]; remaining: ControlPlaneScope['machines'] }> {
  const errors: Error[] = [];
  const remaining = await Promise.all(
    machines.map(async (member) => {
      try {
        return { ...member, machine: await deleteOne(client, member.machine, ctx) };
      } catch (error) {
        errors.push(toError(error));
        return member;
      }
    }),
  );
  return { errors, remaining };
}

async function deleteOne(client: DeletionDeps['client'], machine: Machine, { log, signal }: ReconcileContext): Promise<Machine> {
  // With all members going at once there is none left that a leaving one could hand over to.
  const released = await removePreTerminateHook(client, machine, signal);
  if (isDeleting(released)) return released;
  const kept = await client.delete(Machines, keyOf(released), { uid: released.metadata.uid, signal });
  log.info('Deleting control plane Machine', { reason: 'KubeadmControlPlane is being deleted', Machine: `${machine.metadata.namespace}/${machine.metadata.name}` });
  return kept ?? released;
}
