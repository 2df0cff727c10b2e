import { done, waitFor, type Phase } from '@clusterwright/controller-runtime';
import { isDeleting } from '../../shared/is-deleting.ts';
import { controlPlaneInitializedEvent } from '../cluster.events.ts';
import type { ClusterDeps, ClusterScope } from '../cluster.scope.ts';
import { adopt } from './adoption.act.ts';
import { planControlPlane } from './control-plane.plan.ts';

/** Adopts the control plane object and takes over what it reports. */
export function controlPlane(deps: ClusterDeps): Phase<ClusterScope> {
  return async (scope, ctx) => {
    await adopt(deps, scope, scope.controlPlane, ctx);
    const plan = planControlPlane(scope);
    if (plan.step === 'fail') throw plan.error;
    const isFirst = plan.step === 'takeOver' && !scope.cluster.status?.initialization?.controlPlaneInitialized;
    if (isFirst) controlPlaneInitializedEvent(ctx.events, scope.cluster);
    // While the Cluster goes, only the deletion phase decides what is waited for.
    const isWaiting = plan.step === 'wait' && !isDeleting(scope.cluster);
    return { outcome: isWaiting ? waitFor(plan.reason) : done, observed: { controlPlaneState: plan } };
  };
}
