import { DevClusters } from '@clusterwright/api/infrastructure/v1beta2';
import type { DevCluster } from '@clusterwright/api/infrastructure/v1beta2';
import { keyString } from '@clusterwright/api';
import { done, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { PortUnavailableError } from '../../../ports/simulated-clusters.ts';
import type { SimulatedCluster } from '../../../ports/simulated-clusters.ts';
import { devClusterEvents } from '../devcluster.events.ts';
import { simulationKeyOf } from '../devcluster.scope.ts';
import type { DevClusterDeps, DevClusterScope } from '../devcluster.scope.ts';

/** Nothing tells when a port becomes free. */
const portRetryMs = 10_000;

/** Opens the endpoint of the simulated cluster: the port given out before, or a free one that no other DevCluster was given. */
export function simulation(deps: DevClusterDeps): Phase<DevClusterScope> {
  return async ({ devCluster, clusterKey }, { log, events }) => {
    if (!clusterKey) return waitFor('WaitingForOwner', 'the DevCluster belongs to no Cluster');
    const known = deps.clusters.getCluster(keyString(clusterKey));
    if (known) return { outcome: done, observed: { endpoint: known.endpoint } };
    try {
      const { endpoint } = await open(deps, devCluster, keyString(clusterKey));
      log.info('Opening endpoint of simulated cluster', { Cluster: keyString(clusterKey), endpoint: `${endpoint.host}:${endpoint.port}`, reason: 'not open in this process' });
      deps.endpointOpened(clusterKey);
      return { outcome: done, observed: { endpoint } };
    } catch (error) {
      if (!PortUnavailableError.is(error)) throw error;
      // An endpoint that was given out is in kubeconfigs: it is waited for, never replaced.
      log.error('Failing to open endpoint of simulated cluster', { Cluster: keyString(clusterKey), err: error, retryAfterMs: portRetryMs });
      devClusterEvents(events, devCluster).portUnavailable(error);
      return requeueAfter(portRetryMs, 'PortUnavailable', error.message);
    }
  };
}

async function open({ client, clusters }: DevClusterDeps, { metadata, spec }: DevCluster, key: string): Promise<SimulatedCluster> {
  const others = await client.list(DevClusters);
  const avoidPorts = others.flatMap((other) => (other.spec.controlPlaneEndpoint?.port ? [other.spec.controlPlaneEndpoint.port] : []));
  return clusters.ensureCluster({ key, uid: metadata.uid, port: spec.controlPlaneEndpoint?.port || undefined, avoidPorts });
}

/** Drops the simulated cluster and everything in it. */
export function simulationCleanup({ clusters }: DevClusterDeps): Phase<DevClusterScope> {
  return async (scope, { log }) => {
    const key = simulationKeyOf(scope);
    if (key === undefined) return done;
    log.info('Deleting simulated cluster', { Cluster: key, reason: 'DevCluster is deleted' });
    await clusters.deleteCluster(key);
    return done;
  };
}
