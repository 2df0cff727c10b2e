import type { DevCluster } from '@clusterwright/api/infrastructure/v1beta2';
import { inMemoryListenerAnnotation, keyString } from '@clusterwright/api';
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
  /** The Cluster, which also names the simulated cluster; undefined where the object never belonged to one. */
  readonly clusterKey: ObjectKey | undefined;
  /** Where the simulated API server is; undefined until it may be published. */
  readonly endpoint?: SimulatedEndpoint | undefined;
}

/** Reads nothing but the object: the owner's name is in its owner reference. */
export function gatherDevClusterScope(devCluster: DevCluster): DevClusterScope {
  return { devCluster, clusterKey: clusterKeyOf(devCluster) };
}

/** An owner reference can be taken away; what was opened under its name is still known by the annotation. */
function clusterKeyOf(devCluster: DevCluster): ObjectKey | undefined {
  const { namespace, annotations } = devCluster.metadata;
  const owner = clusterOwnerOf(devCluster);
  if (owner) return { namespace, name: owner.name };
  const [listenerNamespace, name] = annotations?.[inMemoryListenerAnnotation]?.split('/') ?? [];
  // The annotation is the user's to edit: it must not reach into other namespaces.
  return name && listenerNamespace === namespace ? { namespace, name } : undefined;
}

/** `namespace/name` of the Cluster, under which its simulation runs. */
export function simulationKeyOf({ clusterKey }: DevClusterScope): string | undefined {
  return clusterKey && keyString(clusterKey);
}
