import { containerClusterLabel, keyOf, keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { done } from '@clusterwright/controller-runtime';
import type { Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import { removeOwnContainer } from '../../../containers/container-ownership.ts';
import { isUserProblem } from '../../../engine-problem.ts';
import { ContainerEngineError } from '../../../ports/container-engine.ts';
import type { DockerClusterView } from '../../dockercluster/docker-cluster-kind.ts';
import { loadBalancerConfigRequest } from '../../dockercluster/load-balancer-request.ts';
import type { DockerMachineDeps, DockerMachineScope } from '../dockermachine.scope.ts';
import { machineProblem } from './machine-problem.ts';

/** Takes the container and its volumes away, and the load balancer's way to it; by name, so that nothing is left whatever was known of it. */
export function deletion(deps: DockerMachineDeps): Phase<DockerMachineScope> {
  return async (scope, ctx) => {
    const { object, containerName, clusterKey, cluster, infraCluster, isControlPlane } = scope;
    deps.tasks.cancel(keyOf(object));
    if (containerName === undefined) return done;
    let lead = `Failed to delete container ${containerName}`;
    try {
      ctx.log.info('Deleting container', { container: containerName, reason: 'its object is deleted' });
      const owner = clusterKey ?? await clusterOfContainer(deps, containerName, object.metadata.namespace, ctx.signal);
      const left = await removeOwnContainer(deps.engine, containerName, owner, ctx.signal);
      if (left === 'foreign') ctx.log.info('Leaving container', { container: containerName, reason: 'its labels say that it belongs to somebody else' });
      lead = `Failed to configure load balancer after container ${containerName} was deleted`;
      if (isControlPlane && cluster && infraCluster) await leaveLoadBalancer(deps, { cluster, infraCluster }, ctx);
      return done;
    } catch (error) {
      const { message, outcome } = machineProblem({ deps, scope, ctx, lead }, error);
      return { outcome, observed: { provisioned: { type: 'ContainerProvisioned', status: 'False', reason: 'Deleting', message } } };
    }
  };
}

/** What the container says, where the object does not say any more of which cluster it is. */
async function clusterOfContainer({ engine }: DockerMachineDeps, name: string, namespace: string | undefined, signal: AbortSignal): Promise<ObjectKey> {
  return { namespace, name: (await engine.get(name, signal))?.labels[containerClusterLabel] ?? '' };
}

/** A cluster that goes as a whole may have lost its load balancer by now, and a template of the user's that cannot be used must not keep the machine. */
async function leaveLoadBalancer(
  deps: DockerMachineDeps,
  { cluster, infraCluster }: { readonly cluster: Cluster; readonly infraCluster: DockerClusterView },
  { log, signal }: ReconcileContext,
): Promise<void> {
  try {
    await deps.loadBalancers.configure(await loadBalancerConfigRequest(deps.client, infraCluster, cluster), signal);
  } catch (error) {
    if (!isUserProblem(error) || error instanceof ContainerEngineError) throw error;
    log.error('Failing to configure load balancer', { Cluster: keyString(cluster.metadata), err: error });
  }
}
