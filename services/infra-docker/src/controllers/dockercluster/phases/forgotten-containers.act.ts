import { clusterNameLabel, containerClusterLabel } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { DevMachines, DockerMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { done } from '@clusterwright/controller-runtime';
import type { Client, Phase } from '@clusterwright/controller-runtime';
import { containerNamespaceLabel } from '../../../containers/container-names.ts';
import { containerNameOf } from '../../dockermachine/dockermachine.scope.ts';
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

/** What machines that are there take away themselves, when their time comes. */
async function containersOfMachines(client: Client, { namespace, name }: ObjectKey): Promise<Set<string>> {
  const ofCluster = { namespace, labels: { [clusterNameLabel]: name } };
  const machines = [...(await client.list(DevMachines, ofCluster)), ...(await client.list(DockerMachines, ofCluster))];
  return new Set(machines.flatMap((machine) => containerNameOf(machine, name) ?? []));
}
