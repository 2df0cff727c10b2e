import { clusterNameLabel, machineControlPlaneLabel, type KubeObject, type ObjectKey } from '@clusterwright/api';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import { MachinePools, Machines, type Cluster, type ContractVersionedObjectReference, type Machine, type MachinePool } from '@clusterwright/api/core/v1beta2';
import type { ConfigMap } from '@clusterwright/api/kubernetes';
import type { Client } from '@clusterwright/controller-runtime';
import { isControlPlaneInitialized } from './phases/bootstrap.plan.ts';
import { initLockName } from './phases/init-lock.plan.ts';

/** The config that a Machine is bootstrapped from. */
export function machineToConfigs({ metadata, spec }: Machine): ObjectKey[] {
  return toConfig(metadata.namespace, spec.bootstrap.configRef);
}

/** The config that the instances of a MachinePool are bootstrapped from. */
export function machinePoolToConfigs({ metadata, spec }: MachinePool): ObjectKey[] {
  return toConfig(metadata.namespace, spec.template.spec.bootstrap.configRef);
}

function toConfig(namespace: string | undefined, reference: ContractVersionedObjectReference | undefined): ObjectKey[] {
  return reference?.kind === KubeadmConfigs.kind && reference.apiGroup === KubeadmConfigs.group ? [{ namespace, name: reference.name }] : [];
}

/** The configs of all machines of a cluster. */
export async function clusterToConfigs(client: Pick<Client, 'list'>, { namespace, name }: ObjectKey, options: { readonly machinePools: boolean }): Promise<ObjectKey[]> {
  const ofCluster = { namespace, labels: { [clusterNameLabel]: name } };
  const machines = await client.list(Machines, ofCluster);
  const pools = options.machinePools ? await client.list(MachinePools, ofCluster) : [];
  return [...machines.flatMap(machineToConfigs), ...pools.flatMap(machinePoolToConfigs)];
}

/** The configs of the machines that may start a cluster: they wait for its init lock. */
export async function clusterToControlPlaneConfigs(client: Pick<Client, 'list'>, { namespace, name }: ObjectKey): Promise<ObjectKey[]> {
  const machines = await client.list(Machines, { namespace, labels: { [clusterNameLabel]: name }, filter: isControlPlane });
  return machines.flatMap(machineToConfigs);
}

const isControlPlane = ({ metadata }: KubeObject): boolean => metadata.labels?.[machineControlPlaneLabel] !== undefined;

/** Only these parts of a Machine decide anything here; its status changes much more often. */
export function machineMatters(next: Machine | undefined, previous: Machine | undefined): boolean {
  if (!next || !previous) return next !== undefined;
  return isAnyDifferent(next, previous, [
    ({ spec }) => spec.bootstrap.dataSecretName,
    ({ spec }) => spec.bootstrap.configRef?.name,
    ({ spec }) => spec.version,
    ({ status }) => status?.nodeRef?.name,
    isControlPlane,
  ]);
}

export function machinePoolMatters(next: MachinePool | undefined, previous: MachinePool | undefined): boolean {
  if (!next || !previous) return next !== undefined;
  return isAnyDifferent(next, previous, [
    ({ spec }) => spec.replicas,
    ({ spec }) => spec.template.spec.bootstrap.configRef?.name,
    ({ spec }) => spec.template.spec.version,
    ({ status }) => status?.nodeRefs?.length,
  ]);
}

/** A control plane Machine that goes may have held the init lock. */
export function controlPlaneMachineGone(next: Machine | undefined, previous: Machine | undefined): boolean {
  return next === undefined && previous !== undefined && isControlPlane(previous);
}

export function clusterMatters(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  if (!next || !previous) return next !== undefined;
  return isAnyDifferent(next, previous, [
    ({ spec }) => spec.paused ?? false,
    ({ spec }) => spec.controlPlaneEndpoint?.host,
    ({ spec }) => spec.controlPlaneEndpoint?.port,
    ({ status }) => status?.initialization?.infrastructureProvisioned ?? false,
    isControlPlaneInitialized,
  ]);
}

/** The init lock of a cluster is free again. */
export function initLockGone(next: ConfigMap | undefined, previous: ConfigMap | undefined): boolean {
  const cluster = previous && clusterOf(previous);
  return next === undefined && cluster !== undefined && previous?.metadata.name === initLockName(cluster.name);
}

/** Key of the Cluster that an object's label names. */
export function clusterOf({ metadata }: KubeObject): ObjectKey | undefined {
  const name = metadata.labels?.[clusterNameLabel];
  return name === undefined ? undefined : { namespace: metadata.namespace, name };
}

function isAnyDifferent<T>(next: T, previous: T, parts: readonly ((object: T) => unknown)[]): boolean {
  return parts.some((part) => part(next) !== part(previous));
}
