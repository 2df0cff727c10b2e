import { keyOf, preTerminateHookCleanupAnnotation } from '@clusterwright/api';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import { done, requeueAfter, waitFor, type Client, type Phase } from '@clusterwright/controller-runtime';
import { ignoreNotFound } from '@clusterwright/kube-client';
import { EtcdError } from '../../../ports/etcd-client.ts';
import { nodeNameByProviderID } from '../etcd-member-name.plan.ts';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import type { EtcdMembership } from './etcd-membership.ts';
import { planPreTerminateHook } from './pre-terminate-hook.plan.ts';

/** Health in the workload cluster that nothing wakes us for. */
export const unsafeDeletionRequeueMs = 30_000;

export interface PreTerminateDeps {
  readonly client: Pick<Client, 'patch'>;
  readonly membership: EtcdMembership;
}

/** Lets a Machine go that is being deleted, after its etcd member has left the cluster. */
export function preTerminateHook({ client, membership }: PreTerminateDeps): Phase<ControlPlaneScope> {
  return async (scope, ctx) => {
    const { controlPlane, machines, health, connection } = scope;
    const plan = planPreTerminateHook({ controlPlane, machines, etcd: health?.etcd, nodeNameByProviderID: nodeNameByProviderID(connection) });
    switch (plan.step) {
      case 'done':
        return done;
      case 'wait':
        return waitFor(plan.reason);
      case 'unsafe':
        ctx.log.info('Keeping control plane Machine that is being deleted', { reason: plan.reason, Machine: keyOf(plan.machine.machine).name });
        return requeueAfter(unsafeDeletionRequeueMs, plan.reason);
      case 'fail':
        throw new EtcdError('Protocol', plan.message);
      case 'release': {
        if (plan.forwardLeadership) await membership.forwardLeadership(scope, plan.machine, ctx);
        if (plan.member) {
          ctx.log.info('Removing etcd member', { reason: 'Machine is being deleted', member: plan.member.name, Machine: keyOf(plan.machine.machine).name });
          await membership.remove(scope, plan.member, ctx);
        }
        await removePreTerminateHook(client, plan.machine.machine, ctx.signal);
        return waitFor('WaitingForMachineDeletion');
      }
    }
  };
}

/** Takes our hook off a Machine; nothing is written where it is not there, and a Machine that is gone is success. */
export async function removePreTerminateHook(client: Pick<Client, 'patch'>, machine: Machine, signal: AbortSignal): Promise<Machine> {
  if (machine.metadata.annotations?.[preTerminateHookCleanupAnnotation] === undefined) return machine;
  const body = { metadata: { annotations: { [preTerminateHookCleanupAnnotation]: null } } };
  return (await ignoreNotFound(client.patch(Machines, keyOf(machine), { type: 'merge', body }, { signal }))) ?? machine;
}
