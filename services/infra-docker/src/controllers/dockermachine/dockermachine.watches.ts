import { clusterNameLabel, containerClusterLabel, keyOf, machinePoolNameLabel } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Node } from '@clusterwright/api/kubernetes';
import type { Client } from '@clusterwright/controller-runtime';
import { formatLabelValue } from '@clusterwright/provider-kit/cluster/label-values';
import type { ContainerMapper } from '../../containers/container-changes.ts';
import { containerNameOf } from './dockermachine.scope.ts';

type Lister = Pick<Client, 'list'>;

/** The object of this kind that a Machine refers to. */
export function machineToInfraMachine(resource: Resource): (machine: Machine) => ObjectKey[] {
  return ({ metadata: { namespace }, spec: { infrastructureRef } }) =>
    infrastructureRef.kind === resource.kind && infrastructureRef.apiGroup === resource.group ? [{ namespace, name: infrastructureRef.name }] : [];
}

/** Of a Machine: what provisioning waits for, and that traffic must go elsewhere. */
export function machineInputChanged(next: Machine | undefined, previous: Machine | undefined): boolean {
  if (!next) return false;
  const inputs = ({ metadata, spec, status }: Machine): string => JSON.stringify([spec.bootstrap.dataSecretName, metadata.deletionTimestamp !== undefined, status?.nodeRef?.name]);
  return !previous || inputs(next) !== inputs(previous);
}

/** All machines of a Cluster. */
export function clusterToMachines<T extends KubeObject>(client: Lister, resource: Resource<T>): (cluster: ObjectKey) => Promise<ObjectKey[]> {
  return async ({ namespace, name }) => (await client.list(resource, { namespace, labels: { [clusterNameLabel]: name } })).map(keyOf);
}

/** The instances of a MachinePool, which take version and bootstrap data from it. */
export function poolToMachines<T extends KubeObject>(client: Lister, resource: Resource<T>): (pool: MachinePool) => Promise<ObjectKey[]> {
  return async ({ metadata: { namespace, name }, spec }) =>
    (await client.list(resource, { namespace, labels: { [clusterNameLabel]: spec.clusterName, [machinePoolNameLabel]: formatLabelValue(name) } })).map(keyOf);
}

export function poolInputChanged(next: MachinePool | undefined, previous: MachinePool | undefined): boolean {
  return next !== undefined && next.spec.template.spec.bootstrap.dataSecretName !== previous?.spec.template.spec.bootstrap.dataSecretName;
}

/** The machine of a container that changed; all of them where anything may have. */
export function containerToMachines<T extends KubeObject>(client: Lister, resource: Resource<T>): ContainerMapper {
  return async (change) => {
    if (!change) return (await client.list(resource)).map(keyOf);
    const cluster = change.labels[containerClusterLabel] ?? '';
    const machines = await client.list(resource, { labels: { [clusterNameLabel]: cluster } });
    return machines.filter((object) => containerNameOf(object) === change.name).map(keyOf);
  };
}

/** The machine of a Node that registered, or lost what a cloud provider gives it: both happen once or never in the life of a Node. */
export function nodeToMachines<T extends KubeObject>(
  client: Lister,
  resource: Resource<T>,
): (cluster: ObjectKey, next: Node | undefined, previous: Node | undefined) => Promise<ObjectKey[]> {
  return async ({ namespace, name }, next, previous) => {
    if (!next || (previous && providedParts(next) === providedParts(previous))) return [];
    const machines = await client.list(resource, { namespace, labels: { [clusterNameLabel]: name } });
    return machines.filter((object) => containerNameOf(object) === next.metadata.name).map(keyOf);
  };
}

function providedParts({ spec }: Node): string {
  return JSON.stringify([spec?.providerID, spec?.taints?.map(({ key }) => key)]);
}
