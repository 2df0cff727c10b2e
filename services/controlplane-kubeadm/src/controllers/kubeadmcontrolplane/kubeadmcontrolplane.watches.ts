import { clusterNameLabel, clusterTopologyUpgradeStepAnnotation, machineControlPlaneLabel, type KubeObject, type ObjectKey, type UnstructuredObject } from '@clusterwright/api';
import { KubeadmControlPlanes, type KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { Clusters, type Cluster, type Machine } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import { ownerKeys, type Client } from '@clusterwright/controller-runtime';
import { controlPlaneRole } from './health/node-marks.plan.ts';

const toOwner = ownerKeys(KubeadmControlPlanes.kind, KubeadmControlPlanes.group);
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Conditions on Machines that only this controller writes: its own words are no news. */
const ownConditions: ReadonlySet<string> = new Set(['UpToDate', 'NodeKubeadmLabelsAndTaintsSet', 'APIServerPodHealthy', 'ControllerManagerPodHealthy', 'SchedulerPodHealthy', 'EtcdPodHealthy', 'EtcdMemberHealthy']);

/** The control plane of a Cluster, where it is ours. */
export function clusterToControlPlane({ metadata, spec }: Cluster): readonly ObjectKey[] {
  const { controlPlaneRef } = spec;
  return controlPlaneRef?.kind === KubeadmControlPlanes.kind ? [{ namespace: metadata.namespace, name: controlPlaneRef.name }] : [];
}

/** The same from a Cluster's key, for events of workload clusters. */
export function clusterKeyToControlPlane(client: Pick<Client, 'get'>): (cluster: ObjectKey) => Promise<readonly ObjectKey[]> {
  return async (key) => {
    const cluster = await client.get(Clusters, key);
    return cluster ? clusterToControlPlane(cluster) : [];
  };
}

/** What of a Cluster decides about its control plane. */
export function clusterMatters(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  if (!next || !previous) return true;
  const relevant = ({ metadata, spec, status }: Cluster): unknown => [
    spec.paused === true,
    spec.controlPlaneRef,
    spec.controlPlaneEndpoint,
    spec.topology?.version,
    metadata.annotations?.[clusterTopologyUpgradeStepAnnotation],
    status?.initialization?.infrastructureProvisioned,
    status?.failureDomains,
  ];
  return !sameJson(relevant(next), relevant(previous));
}

/** Everything but what is said in status, which is what we say ourselves. */
export function controlPlaneMatters(next: KubeadmControlPlane | undefined, previous: KubeadmControlPlane | undefined): boolean {
  if (!next || !previous) return true;
  const relevant = ({ metadata, spec }: KubeadmControlPlane): unknown => [metadata.labels, metadata.annotations, metadata.ownerReferences, metadata.deletionTimestamp, metadata.finalizers, spec];
  return !sameJson(relevant(next), relevant(previous));
}

/** Machines wake the control plane that owns them; other Machines of the cluster wake it when they are gone, because its deletion waits for that. */
export function machineToControlPlane(client: Pick<Client, 'get'>): (machine: KubeObject) => Promise<readonly ObjectKey[]> {
  const toControlPlane = clusterKeyToControlPlane(client);
  return async (machine) => {
    const owners = toOwner(machine);
    if (owners.length > 0) return owners;
    const cluster = machine.metadata.labels?.[clusterNameLabel];
    return cluster ? toControlPlane({ namespace: machine.metadata.namespace, name: cluster }) : [];
  };
}

export function machineMatters(next: Machine | undefined, previous: Machine | undefined): boolean {
  if (!next) return true;
  if (next.metadata.labels?.[machineControlPlaneLabel] === undefined) return false;
  return !previous || !sameJson(relevantOfMachine(next), relevantOfMachine(previous));
}

function relevantOfMachine({ metadata, spec, status }: Machine): unknown {
  const { resourceVersion: _resourceVersion, managedFields: _managedFields, ...identity } = metadata;
  const { conditions = [], deprecated, ...rest } = status ?? {};
  const foreign = (list: readonly { readonly type: string }[]): unknown => list.filter(({ type }) => !ownConditions.has(type));
  return [identity, spec, rest, foreign(conditions), foreign(deprecated?.v1beta1?.conditions ?? [])];
}

/** Only the end of a MachinePool can let a deletion go on. */
export function machinePoolMatters(next: KubeObject | undefined): boolean {
  return next === undefined;
}

/** Whether a change of a workload Node can change what is said about the control plane. */
export function nodeMatters(next: Node | undefined, previous: Node | undefined): boolean {
  if (![next, previous].some((node) => node?.metadata.labels?.[controlPlaneRole] !== undefined)) return false;
  const relevant = (node: Node | undefined): unknown => node && [node.metadata.labels?.[controlPlaneRole], node.spec?.taints, node.spec?.providerID, node.status?.conditions?.find(({ type }) => type === 'Ready')?.status];
  return !sameJson(relevant(next), relevant(previous));
}

/** Infrastructure templates wake the control planes that refer to them; other objects of providers reach us through their Machines. */
export function templateToControlPlanes(client: Pick<Client, 'list'>): (object: UnstructuredObject) => Promise<readonly ObjectKey[]> {
  return async ({ kind, metadata }) => {
    if (!kind.endsWith('Template')) return [];
    const controlPlanes = await client.list(KubeadmControlPlanes, { namespace: metadata.namespace });
    return controlPlanes
      .filter(({ spec }) => spec.machineTemplate.spec.infrastructureRef.kind === kind && spec.machineTemplate.spec.infrastructureRef.name === metadata.name)
      .map((controlPlane) => ({ namespace: controlPlane.metadata.namespace, name: controlPlane.metadata.name }));
  };
}
