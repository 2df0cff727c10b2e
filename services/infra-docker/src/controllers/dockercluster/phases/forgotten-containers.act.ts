import { containerClusterLabel } from '@clusterwright/api';
import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { containerNamespaceLabel } from '../../../containers/container-names.ts';
import { containersOfMachines } from '../../dockermachine/containers-of-machines.ts';
import type { DockerClusterDeps, DockerClusterScope } from '../dockercluster.scope.ts';
import { loadBalancerFailure } from './load-balancer.act.ts';

/**
 * Removes containers of the cluster that no machine knows. The engine finishes what it has begun, also after a kill of this process in the middle of it:
 * such a container appears when its machine may be gone, and the end of the cluster is the last time that anybody looks.
 */
export function forgottenContainers(deps: DockerClusterDeps): Phase<DockerClusterScope> {
  return async (scope, ctx) => {
    const { clusterKey } = scope;
    if (!clusterKey) return done;
    try {
      // Those of upstream's provider do not say of which namespace they are.
      const labels = { [containerClusterLabel]: clusterKey.name, [containerNamespaceLabel]: clusterKey.namespace ?? '' };
      const containers = await deps.engine.list(labels, ctx.signal);
      const known = containers.length > 0 ? await containersOfMachines(deps.client, clusterKey) : new Set<string>();
      for (const { name } of containers.filter((container) => !known.has(container.name))) {
        ctx.log.info('Deleting container', { container: name, reason: 'its cluster is deleted, and no machine knows it' });
        await deps.engine.remove(name, ctx.signal);
      }
      return done;
    } catch (error) {
      return loadBalancerFailure({ deps, scope, ctx, lead: 'Failed to delete containers of the cluster' }, error);
    }
  };
}
