import { containerClusterLabel, containerFailureDomainLabel, containerRoleLabel } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import type { Container } from '../ports/container-engine.ts';

/** What a container is for, in the words of kind. */
export type ContainerRole = 'control-plane' | 'worker' | 'external-load-balancer';

/**
 * On a container: the namespace of its Cluster. Names of containers do not tell it, and two namespaces may have Clusters of one name.
 * Containers that upstream's provider made do not have it.
 */
export const containerNamespaceLabel = 'io.x-k8s.cluster.namespace';

/** The container of a machine, and so its Node: the machine's name, after the cluster's where it does not begin with that. Pure. */
export function machineContainerName(cluster: string, machine: string): string {
  return machine.startsWith(cluster) ? machine : `${cluster}-${machine}`;
}

/** The container of a cluster's load balancer. Pure. */
export function loadBalancerContainerName(cluster: string): string {
  return `${cluster}-lb`;
}

const providerIDPrefix = 'docker:////';

/** The identity of a machine as Node and Machine carry it. Pure. */
export function dockerProviderID(containerName: string): string {
  return `${providerIDPrefix}${containerName}`;
}

/** The container that an identity was made of; undefined where it is none of a container. Pure. */
export function containerOfProviderID(providerID: string | undefined): string | undefined {
  return providerID?.startsWith(providerIDPrefix) ? providerID.slice(providerIDPrefix.length) || undefined : undefined;
}

export interface LabelledContainer {
  readonly cluster: ObjectKey;
  readonly role: ContainerRole;
  readonly failureDomain?: string | undefined;
  readonly others?: Readonly<Record<string, string>> | undefined;
}

/** What a container says of itself. Pure. */
export function containerLabels({ cluster, role, failureDomain, others = {} }: LabelledContainer): Record<string, string> {
  return {
    [containerClusterLabel]: cluster.name,
    [containerRoleLabel]: role,
    [containerNamespaceLabel]: cluster.namespace ?? '',
    ...(failureDomain ? { [containerFailureDomainLabel]: failureDomain } : {}),
    ...others,
  };
}

/** Whether a container was made for this Cluster; one without a namespace is of upstream's provider, and taken over. Pure. */
export function belongsTo({ labels }: Pick<Container, 'labels'>, cluster: ObjectKey): boolean {
  return labels[containerClusterLabel] === cluster.name && [undefined, cluster.namespace ?? ''].includes(labels[containerNamespaceLabel]);
}
