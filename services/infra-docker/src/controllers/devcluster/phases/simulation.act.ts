import { DevClusters } from '@clusterwright/api/infrastructure/v1beta2';
import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import type { DevClusterDeps, DevClusterScope } from '../devcluster.scope.ts';

/** Opens the endpoint of the simulated cluster: the port given out before, or a free one that no other DevCluster was given. */
export function simulation({ client, clusters, endpointOpened }: DevClusterDeps): Phase<DevClusterScope> {
  return async ({ devCluster, clusterKey, simulationKey }, { log }) => {
    const known = clusters.getCluster(simulationKey);
    if (known) return { outcome: done, observed: { endpoint: known.endpoint } };
    const others = await client.list(DevClusters);
    const avoidPorts = others.flatMap(({ spec }) => (spec.controlPlaneEndpoint?.port ? [spec.controlPlaneEndpoint.port] : []));
    const { endpoint } = await clusters.ensureCluster({ key: simulationKey, uid: devCluster.metadata.uid, port: devCluster.spec.controlPlaneEndpoint?.port || undefined, avoidPorts });
    log.info('Opening endpoint of simulated cluster', { endpoint: `${endpoint.host}:${endpoint.port}`, reason: 'not open in this process' });
    endpointOpened(clusterKey);
    return { outcome: done, observed: { endpoint } };
  };
}

/** Drops the simulated cluster and everything in it. */
export function simulationCleanup({ clusters }: DevClusterDeps): Phase<DevClusterScope> {
  return async ({ simulationKey }, { log }) => {
    log.info('Deleting simulated cluster', { reason: 'DevCluster is deleted' });
    await clusters.deleteCluster(simulationKey);
    return done;
  };
}
