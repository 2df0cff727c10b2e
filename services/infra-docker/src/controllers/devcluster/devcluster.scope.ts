import type { DevCluster } from '@clusterwright/api/infrastructure/v1beta2';
import { keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import type { Client } from '@clusterwright/controller-runtime';
import { clusterOwnerOf } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import type { SimulatedClusters, SimulatedEndpoint } from '../../ports/simulated-clusters.ts';

export interface DevClusterDeps {
  readonly client: Client;
  readonly clusters: SimulatedClusters;
  /** Told when an endpoint was opened: machines that came first wait for it. */
  readonly endpointOpened: (cluster: ObjectKey) => void;
}

export interface DevClusterScope {
  readonly devCluster: DevCluster;
  /** `namespace/name` of the Cluster: names the simulated cluster. */
  readonly simulationKey: string;
  readonly clusterKey: ObjectKey;
  /** Where the simulated API server is; undefined until it has a port. */
  readonly endpoint?: SimulatedEndpoint | undefined;
}

/** Reads nothing but the object: the owner's name is in its owner reference. */
export function gatherDevClusterScope(devCluster: DevCluster): DevClusterScope {
  const name = clusterOwnerOf(devCluster)?.name ?? devCluster.metadata.name;
  const clusterKey = { namespace: devCluster.metadata.namespace, name };
  return { devCluster, clusterKey, simulationKey: keyString(clusterKey) };
}
