import { clusterNameLabel, keyOf, machineControlPlaneLabel } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { TerminalError } from '@clusterwright/api/errors';
import { ConfigMaps } from '@clusterwright/api/kubernetes';
import type { Client } from '@clusterwright/controller-runtime';
import { ignoreNotFound } from '@clusterwright/kube-client';
import { machineContainerName } from '../../containers/container-names.ts';
import { ipFamilyOf } from '../../containers/ip-family.ts';
import { loadBalancerImage } from '../../load-balancer/load-balancers.ts';
import type { LoadBalancerConfigRequest, LoadBalancerSpec } from '../../load-balancer/load-balancers.ts';
import type { DockerClusterView } from './docker-cluster-kind.ts';

const defaultPort = 6443;
const templateKey = 'value';
/** Traffic goes to every API server alike, and to none that is about to leave. */
export const fullWeight = 100;

/** The container that a cluster's infrastructure asks for. Pure. Errors: `TerminalError` where the Cluster's network contradicts itself. */
export function loadBalancerSpec({ docker, endpoint }: DockerClusterView, cluster: Cluster): LoadBalancerSpec {
  return { cluster: keyOf(cluster), image: loadBalancerImage(docker.loadBalancer), port: endpoint.port || defaultPort, ipFamily: ipFamilyOf(cluster) };
}

/** Everything the configuration of a load balancer depends on. Errors: `TerminalError` where its template is missing; `ApiError`. */
export async function loadBalancerConfigRequest(client: Client, view: DockerClusterView, cluster: Cluster): Promise<LoadBalancerConfigRequest> {
  return {
    ...loadBalancerSpec(view, cluster),
    template: await templateOf(client, view, cluster.metadata.namespace),
    weights: () => weightsOf(client, keyOf(cluster)),
  };
}

/** A single API server keeps its traffic until its container is gone: there is nobody else to take it. */
async function weightsOf(client: Client, { namespace, name }: ObjectKey): Promise<Record<string, number>> {
  const machines = await client.list(Machines, { namespace, labels: { [clusterNameLabel]: name, [machineControlPlaneLabel]: '' } });
  return Object.fromEntries(
    machines.map(({ metadata }) => [machineContainerName(name, metadata.name), metadata.deletionTimestamp !== undefined && machines.length > 1 ? 0 : fullWeight]),
  );
}

async function templateOf({ live }: Client, { docker }: DockerClusterView, namespace: string | undefined): Promise<string | undefined> {
  const name = docker.loadBalancer?.customHAProxyConfigTemplateRef?.name;
  if (!name) return undefined;
  // Read when it is used: a watch would hold every ConfigMap of the management cluster in memory.
  const configMap = await ignoreNotFound(live.get(ConfigMaps, { namespace, name }));
  if (!configMap) throw new TerminalError(`ConfigMap ${name} with the HAProxy configuration template does not exist`);
  const template = configMap.data?.[templateKey];
  if (template === undefined) throw new TerminalError(`ConfigMap ${name} with the HAProxy configuration template has no key "${templateKey}"`);
  return template;
}
