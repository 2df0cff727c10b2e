import { clusterNameLabel, containerClusterLabel, devMachinePoolLabel, keyOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { Cluster, MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Client } from '@clusterwright/controller-runtime';
import type { ContainerMapper } from '../../containers/container-changes.ts';

/** The object of this kind that a MachinePool refers to. */
export function machinePoolToInfraPool(resource: Resource): (pool: MachinePool) => ObjectKey[] {
  return ({ metadata: { namespace }, spec }) => {
    const { kind, apiGroup, name } = spec.template.spec.infrastructureRef;
    return kind === resource.kind && apiGroup === resource.group ? [{ namespace, name }] : [];
  };
}

/** All pools of a Cluster. */
export function clusterToInfraPools<T extends KubeObject>(client: Pick<Client, 'list'>, resource: Resource<T>): (cluster: Cluster) => Promise<ObjectKey[]> {
  return async ({ metadata: { namespace, name } }) => (await client.list(resource, { namespace, labels: { [clusterNameLabel]: name } })).map(keyOf);
}

/** The pool whose container came or went; all of them where anything may have. */
export function containerToInfraPools<T extends KubeObject>(client: Pick<Client, 'list'>, resource: Resource<T>): ContainerMapper {
  return async (change) => {
    const name = change?.labels[devMachinePoolLabel];
    if (change && (name === undefined || change.labels[containerClusterLabel] === undefined)) return [];
    return (await client.list(resource, { filter: ({ metadata }) => name === undefined || metadata.name === name })).map(keyOf);
  };
}
