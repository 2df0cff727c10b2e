import type { ObjectKey } from '@clusterwright/api';
import type { Cluster, Machine } from '@clusterwright/api/core/v1beta2';
import { DevMachines } from '@clusterwright/api/infrastructure/v1beta2';
import { clusterNameLabel, keyOf } from '@clusterwright/api';
import type { Client } from '@clusterwright/controller-runtime';

/** The DevMachine a Machine refers to. */
export function machineToDevMachine({ metadata: { namespace }, spec: { infrastructureRef } }: Machine): ObjectKey[] {
  return infrastructureRef.kind === 'DevMachine' ? [{ namespace, name: infrastructureRef.name }] : [];
}

/** Of a Machine only what provisioning waits for matters, and its owner reference's counterpart: its appearance. */
export function provisioningInputChanged(next: Machine | undefined, previous: Machine | undefined): boolean {
  return next !== undefined && (!previous || next.spec.bootstrap.dataSecretName !== previous.spec.bootstrap.dataSecretName);
}

/** Pausing, and the milestones machines wait for. */
export function clusterMilestoneChanged(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  if (!next) return false;
  const milestones = ({ spec, status }: Cluster): string => JSON.stringify([spec.paused === true, status?.initialization?.infrastructureProvisioned, status?.initialization?.controlPlaneInitialized]);
  return !previous || milestones(next) !== milestones(previous);
}

/** All DevMachines of a Cluster. */
export function clusterToDevMachines(client: Client): (cluster: Cluster) => Promise<ObjectKey[]> {
  return ({ metadata }) => devMachinesOf(client, metadata.namespace, metadata.name);
}

/** The keys of all DevMachines of a Cluster. */
export async function devMachinesOf(client: Client, namespace: string | undefined, cluster: string): Promise<ObjectKey[]> {
  return (await client.list(DevMachines, { namespace, labels: { [clusterNameLabel]: cluster } })).map(keyOf);
}
