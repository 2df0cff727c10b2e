import { AppError } from '@clusterwright/api/errors';
import { done, requeueAfter, type Phase } from '@clusterwright/controller-runtime';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import type { EtcdMembership } from './etcd-membership.ts';
import { memberLabel, planEtcdMembers } from './etcd-members.plan.ts';

/** A step that etcd's quorum does not allow. Retried with backoff: members may recover. */
export class EtcdQuorumError extends AppError {
  readonly code = 'EtcdQuorum';
}

/** etcd has to settle before the next look. */
const settleMs = 1_000;

/** Takes members out of etcd that have no Machine. */
export function etcdMembers(membership: EtcdMembership): Phase<ControlPlaneScope> {
  return async (scope, ctx) => {
    const plan = planEtcdMembers(scope.machines, scope.health?.etcd);
    switch (plan.step) {
      case 'done':
        return done;
      case 'unsafe':
        throw new EtcdQuorumError(plan.message);
      case 'remove':
        ctx.log.info('Removing etcd member', { reason: 'no Machine corresponds to it', member: memberLabel(plan.member), strangers: plan.strangers });
        await membership.remove(scope, plan.member, ctx);
        return requeueAfter(settleMs, 'EtcdMemberRemoved');
    }
  };
}
