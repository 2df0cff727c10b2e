import { groupOf, keyOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey } from '@clusterwright/api';
import { MachinePools } from '@clusterwright/api/core/v1beta2';
import type { Cluster, MachinePool } from '@clusterwright/api/core/v1beta2';
import { InvariantError } from '@clusterwright/api/errors';
import type { Client } from '@clusterwright/controller-runtime';
import { clusterKeyOf, findClusterByLabel } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import type { ContainerChanges } from '../../containers/container-changes.ts';
import type { SeenEndings } from '../../containers/seen-endings.ts';
import type { ContainerEngine } from '../../ports/container-engine.ts';
import type { RetryDelays } from '../../retry-delays.ts';
import type { InfraPoolKind, InfraPoolView } from './infra-pool-kind.ts';
import type { Instance } from './phases/instances.plan.ts';

export interface InfraPoolDeps {
  readonly client: Client;
  readonly engine: ContainerEngine;
  readonly changes: Pick<ContainerChanges, 'activate'>;
  readonly delays: RetryDelays;
  readonly endings: SeenEndings;
  /** Names for new instances. */
  readonly newName: () => string;
}

export interface InfraPoolScope {
  readonly pool: KubeObject;
  readonly view: InfraPoolView;
  readonly machinePool: MachinePool | undefined;
  readonly cluster: Cluster | undefined;
  readonly clusterKey: ObjectKey | undefined;
  /** Set by the phase that looks at them. */
  readonly instances?: readonly Instance[] | undefined;
  /** Why the instances could not be looked at, or made. */
  readonly problem?: string | undefined;
}

/** The MachinePool that owns the object; undefined while no owner reference is set, or it is gone. */
export async function ownerMachinePoolOf({ client }: Pick<InfraPoolDeps, 'client'>, { metadata }: KubeObject): Promise<MachinePool | undefined> {
  const owner = metadata.ownerReferences?.find(({ kind, apiVersion }) => kind === MachinePools.kind && groupOf(apiVersion) === MachinePools.group);
  return owner && client.get(MachinePools, { namespace: metadata.namespace, name: owner.name });
}

export async function gatherInfraPoolScope<T extends KubeObject, M extends KubeObject>(
  deps: InfraPoolDeps,
  { viewOf }: InfraPoolKind<T, M>,
  pool: T,
): Promise<InfraPoolScope> {
  const machinePool = await ownerMachinePoolOf(deps, pool);
  const subject = machinePool ?? pool;
  const named = machinePool && { namespace: machinePool.metadata.namespace, name: machinePool.spec.clusterName };
  return { pool, view: viewOf(pool), machinePool, cluster: await findClusterByLabel(deps.client, subject), clusterKey: clusterKeyOf(subject) ?? named };
}

/** The parts that exist once the object was admitted. */
export function admitted(scope: InfraPoolScope): { machinePool: MachinePool; cluster: Cluster; clusterKey: ObjectKey } {
  const { machinePool, cluster } = scope;
  if (!machinePool || !cluster) throw new InvariantError('a pool of containers is reconciled without its MachinePool and Cluster');
  return { machinePool, cluster, clusterKey: keyOf(cluster) };
}
