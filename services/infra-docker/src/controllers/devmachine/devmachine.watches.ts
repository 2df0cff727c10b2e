import type { ObjectKey } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { DevMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { clusterNameLabel, keyOf } from '@clusterwright/api';
import type { Secret } from '@clusterwright/api/kubernetes';
import type { Client } from '@clusterwright/controller-runtime';
import { clusterSecretName } from '@clusterwright/provider-kit/certificates/purposes';
import { clusterNameOf } from '@clusterwright/provider-kit/cluster/cluster-lookup';

/** Pausing, and the milestones machines wait for. */
export function clusterMilestoneChanged(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  if (!next) return false;
  const milestones = ({ spec, status }: Cluster): string => JSON.stringify([spec.paused === true, status?.initialization?.infrastructureProvisioned, status?.initialization?.controlPlaneInitialized]);
  return !previous || milestones(next) !== milestones(previous);
}

/** Of Secrets only the authorities that simulated servers are signed with matter, when they appear or are repaired. */
export function authorityChanged(next: Secret | undefined, previous: Secret | undefined): boolean {
  if (!next || (previous && JSON.stringify(previous.data) === JSON.stringify(next.data))) return false;
  const cluster = clusterNameOf(next);
  return cluster !== undefined && (next.metadata.name === clusterSecretName(cluster, 'ca') || next.metadata.name === clusterSecretName(cluster, 'etcd'));
}

/** The DevMachines of the cluster that a Secret belongs to. */
export function secretToDevMachines(client: Client): (secret: Secret) => Promise<ObjectKey[]> {
  return async (secret) => {
    const cluster = clusterNameOf(secret);
    return cluster === undefined ? [] : devMachinesOf(client, secret.metadata.namespace, cluster);
  };
}

/** The keys of all DevMachines of a Cluster. */
export async function devMachinesOf(client: Client, namespace: string | undefined, cluster: string): Promise<ObjectKey[]> {
  return (await client.list(DevMachines, { namespace, labels: { [clusterNameLabel]: cluster } })).map(keyOf);
}
