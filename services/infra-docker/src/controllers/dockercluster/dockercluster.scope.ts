import type { KubeObject, ObjectKey } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { Client } from '@clusterwright/controller-runtime';
import { clusterOwnerOf, clusterNameOf, findOwnerCluster } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import type { BackgroundTasks } from '../../background-tasks.ts';
import type { ContainerChanges } from '../../containers/container-changes.ts';
import type { LoadBalancers } from '../../load-balancer/load-balancers.ts';
import type { Container, ContainerEngine } from '../../ports/container-engine.ts';
import type { RetryDelays } from '../../retry-delays.ts';
import type { DockerClusterKind, DockerClusterView } from './docker-cluster-kind.ts';

export interface DockerClusterDeps {
  readonly client: Client;
  readonly engine: ContainerEngine;
  readonly loadBalancers: LoadBalancers;
  /** Of this kind alone: its source wakes objects of one kind. */
  readonly tasks: BackgroundTasks;
  readonly changes: Pick<ContainerChanges, 'activate'>;
  readonly delays: RetryDelays;
}

export interface DockerClusterScope {
  readonly object: KubeObject;
  readonly view: DockerClusterView;
  readonly cluster: Cluster | undefined;
  /** Also where the Cluster is gone: its containers carry its name. Undefined where the object never belonged to one. */
  readonly clusterKey: ObjectKey | undefined;
  /** Set by the load balancer phase once it runs and has an address. */
  readonly loadBalancer?: Container | undefined;
  /** Why there is no load balancer that works. */
  readonly problem?: string | undefined;
  /** Nobody can see whether a load balancer that was there still works. */
  readonly isUnseen?: boolean | undefined;
  /** What is done about it at the moment. */
  readonly progress?: string | undefined;
  readonly isIPv6?: boolean | undefined;
}

export async function gatherDockerClusterScope<T extends KubeObject>({ client }: DockerClusterDeps, { viewOf }: DockerClusterKind<T>, object: T): Promise<DockerClusterScope> {
  const view = viewOf(object) ?? { docker: {}, endpoint: {}, conditions: undefined, isProvisioned: false };
  const owner = clusterOwnerOf(object)?.name ?? clusterNameOf(object);
  const clusterKey = owner === undefined ? undefined : { namespace: object.metadata.namespace, name: owner };
  return { object, view, cluster: await findOwnerCluster(client, object), clusterKey };
}
