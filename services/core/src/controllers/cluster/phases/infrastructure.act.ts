import { done, waitFor, type Phase } from '@clusterwright/controller-runtime';
import { isDeleting } from '../../shared/is-deleting.ts';
import { infrastructureReadyEvent } from '../cluster.events.ts';
import type { ClusterDeps, ClusterScope } from '../cluster.scope.ts';
import { adopt } from './adoption.act.ts';
import { planInfrastructure } from './infrastructure.plan.ts';

/** Adopts the InfraCluster and takes over what it reports. */
export function infrastructure(deps: ClusterDeps): Phase<ClusterScope> {
  return async (scope, ctx) => {
    await adopt(deps, scope, scope.infraCluster, ctx);
    const plan = planInfrastructure(scope);
    if (plan.step === 'fail') throw plan.error;
    const isFirst = plan.step === 'takeOver' && !scope.cluster.status?.initialization?.infrastructureProvisioned;
    if (isFirst) infrastructureReadyEvent(ctx.events, scope.cluster);
    // While the Cluster goes, only the deletion phase decides what is waited for.
    const isWaiting = plan.step === 'wait' && !isDeleting(scope.cluster);
    return { outcome: isWaiting ? waitFor(plan.reason) : done, observed: { infrastructure: plan } };
  };
}
