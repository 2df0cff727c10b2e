import { clusterNameLabel, keyString, machinePoolNameLabel, type ObjectKey, type UnstructuredObject } from '@clusterwright/api';
import { Clusters, Machines, type Cluster, type Machine, type MachinePool } from '@clusterwright/api/core/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import type { Node } from '@clusterwright/api/kubernetes';
import { infraMachinePoolMachineKind } from '@clusterwright/contract';
import type { Client } from '@clusterwright/controller-runtime';
import { formatLabelValue } from '@clusterwright/provider-kit/cluster/label-values';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';
import { observedError, type ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { WorkloadClusters, WorkloadConnection } from '@clusterwright/provider-kit/workload-cluster/workload-clusters';
import { observe, type ObservedObject } from '../shared/observed-object.scope.ts';

export interface MachinePoolDeps {
  readonly client: Client;
  readonly external: ExternalObjects;
  readonly workloadClusters: Pick<WorkloadClusters, 'get'>;
}

/** Objects of the instances of a pool; `unsupported` where its provider has none. */
export type ObservedInfraMachines =
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'listed'; readonly objects: readonly UnstructuredObject[] }
  | { readonly kind: 'failed'; readonly error: Error };

/** Nodes of the instances, in the order of their provider IDs; `unknown` where nothing could be asked, or nothing is to be asked for. */
export type ObservedNodes = { readonly kind: 'unknown' } | { readonly kind: 'found'; readonly nodes: readonly Node[] };

/** What one pass looks at. */
export interface MachinePoolScope {
  /** The MachinePool as it will be after this pass: as received, with what the phases have learned since. */
  readonly machinePool: MachinePool;
  readonly cluster: Cluster;
  readonly bootstrapConfig: ObservedObject;
  readonly infraMachinePool: ObservedObject;
  readonly infraMachines: ObservedInfraMachines;
  /** Machines of the pool, deleting ones included. */
  readonly machines: readonly Machine[];
  /** Machines of others that have the name of one of the pool's InfraMachines. */
  readonly namesakes: readonly Machine[];
  readonly connection: WorkloadConnection;
  readonly nodes: ObservedNodes;
}

/** The Cluster of a MachinePool vanished between admission and reading it. Retried; the watch on Clusters wakes the MachinePool as well. */
export class ClusterNotFoundError extends AppError {
  readonly code = 'ClusterNotFound';
}

export function clusterKeyOfPool({ metadata, spec }: MachinePool): ObjectKey {
  return { namespace: metadata.namespace, name: spec.clusterName };
}

/** Labels of Machines and InfraMachines of a pool. */
export function poolLabels({ metadata, spec }: MachinePool): { readonly [clusterNameLabel]: string; readonly [machinePoolNameLabel]: string } {
  return { [machinePoolNameLabel]: formatLabelValue(metadata.name), [clusterNameLabel]: spec.clusterName };
}

/** Reads everything a pass needs. */
export async function gatherMachinePoolScope(deps: MachinePoolDeps, machinePool: MachinePool): Promise<MachinePoolScope> {
  const clusterKey = clusterKeyOfPool(machinePool);
  const cluster = await deps.client.get(Clusters, clusterKey);
  if (!cluster) throw new ClusterNotFoundError(`Cluster ${keyString(clusterKey)} of MachinePool ${machinePool.metadata.name} does not exist`);

  const { namespace = '' } = machinePool.metadata;
  const { bootstrap, infrastructureRef } = machinePool.spec.template.spec;
  const [bootstrapConfig, infraMachinePool] = await Promise.all([observe(deps.external, bootstrap.configRef, namespace), observe(deps.external, infrastructureRef, namespace)]);
  const infraMachines = await listInfraMachines(deps, machinePool, infraMachinePool);
  return {
    machinePool,
    cluster,
    bootstrapConfig,
    infraMachinePool,
    infraMachines,
    ...(await listMachines(deps, machinePool, infraMachines)),
    connection: deps.workloadClusters.get(clusterKey),
    nodes: { kind: 'unknown' },
  };
}

async function listInfraMachines({ external }: MachinePoolDeps, machinePool: MachinePool, infraMachinePool: ObservedObject): Promise<ObservedInfraMachines> {
  if (infraMachinePool.kind !== 'found') return { kind: 'unsupported' };
  try {
    const kind = infraMachinePoolMachineKind(infraMachinePool.object);
    if (kind === undefined) return { kind: 'unsupported' };
    const { namespace = '' } = machinePool.metadata;
    return { kind: 'listed', objects: await external.list({ apiGroup: infraMachinePool.resource.group, kind }, { namespace, labels: poolLabels(machinePool) }) };
  } catch (error) {
    return { kind: 'failed', error: observedError(error) };
  }
}

async function listMachines({ client }: MachinePoolDeps, machinePool: MachinePool, infraMachines: ObservedInfraMachines): Promise<Pick<MachinePoolScope, 'machines' | 'namesakes'>> {
  const { namespace, uid } = machinePool.metadata;
  const labelled = await client.list(Machines, { namespace, labels: poolLabels(machinePool) });
  const machines = labelled.filter((machine) => (controllerOf(machine)?.uid ?? uid) === uid);
  const own = new Set(machines.map(({ metadata }) => metadata.name));
  const others = infraMachines.kind === 'listed' ? infraMachines.objects.map(({ metadata }) => metadata.name).filter((name) => !own.has(name)) : [];
  const namesakes = await Promise.all(others.map((name) => client.get(Machines, { namespace, name })));
  return { machines, namesakes: namesakes.filter((machine) => machine !== undefined) };
}
