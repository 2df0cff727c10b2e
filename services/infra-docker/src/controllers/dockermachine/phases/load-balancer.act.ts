import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { loadBalancerContainerName } from '../../../containers/container-names.ts';
import { ContainerEngineError } from '../../../ports/container-engine.ts';
import { fullWeight, loadBalancerConfigRequest } from '../../dockercluster/load-balancer-request.ts';
import { admitted } from '../dockermachine.scope.ts';
import type { DockerMachineDeps, DockerMachineScope } from '../dockermachine.scope.ts';
import { machineProblem } from './machine-problem.ts';

/**
 * Puts an API server behind the load balancer, and takes its traffic away as soon as its Machine is being deleted: long before the container goes, so that no request is lost.
 *
 * The annotation says which of both has been done. It is for people, and for nobody's decisions.
 */
export function loadBalancer(deps: DockerMachineDeps): Phase<DockerMachineScope> {
  return async (scope, ctx) => {
    const { isControlPlane, infraCluster } = scope;
    if (!isControlPlane || !infraCluster) return done;
    const { cluster, machine } = admitted(scope);
    try {
      const found = await deps.loadBalancers.configure(await loadBalancerConfigRequest(deps.client, infraCluster, cluster), ctx.signal);
      if (found === 'absent') throw new ContainerEngineError('ContainerNotFound', `container ${loadBalancerContainerName(cluster.metadata.name)} does not run`);
      const weight = machine.metadata.deletionTimestamp === undefined ? String(fullWeight) : '0';
      return { outcome: done, observed: { weight } };
    } catch (error) {
      const { message, outcome } = machineProblem({ deps, scope, ctx, lead: 'Failed to configure load balancer' }, error);
      // A machine that serves already goes on serving; a new one must not be bootstrapped before its endpoint leads to it.
      if (scope.view.providerID !== undefined) return { outcome: done, observed: { unsettled: outcome } };
      return { outcome, observed: { cgroups: { type: 'CGroupsReady', status: 'False', reason: 'NotReady', message } } };
    }
  };
}
