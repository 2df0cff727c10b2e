import { clusterNameLabel, containerClusterLabel, deleteMachineAnnotation, devMachinePoolLabel, groupOf, keyOf, machinePoolNameLabel } from '@clusterwright/api';
import type { KubeObject, ObjectKey } from '@clusterwright/api';
import { MachinePools } from '@clusterwright/api/core/v1beta2';
import type { Cluster, Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import { InvariantError } from '@clusterwright/api/errors';
import type { Client, ReconcileContext } from '@clusterwright/controller-runtime';
import { clusterKeyOf, findClusterByLabel } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { formatLabelValue } from '@clusterwright/provider-kit/cluster/label-values';
import { belongsTo } from '../../containers/container-names.ts';
import type { ContainerChanges } from '../../containers/container-changes.ts';
import type { Container, ContainerEngine } from '../../ports/container-engine.ts';
import type { RetryDelays } from '../../retry-delays.ts';
import { containerNameOf, ownerMachineOf } from '../dockermachine/dockermachine.scope.ts';
import type { DockerMachineView } from '../dockermachine/docker-machine-kind.ts';
import type { MachinePoolKind, MachinePoolView } from './machine-pool-kind.ts';
import { isCurrentImage } from './phases/instances.plan.ts';
import type { Instance } from './phases/instances.plan.ts';

export interface MachinePoolDeps {
  readonly client: Client;
  readonly engine: ContainerEngine;
  readonly changes: Pick<ContainerChanges, 'activate'>;
  readonly delays: RetryDelays;
  /** Names for new instances. */
  readonly newName: () => string;
}

export interface MachinePoolScope {
  readonly pool: KubeObject;
  readonly view: MachinePoolView;
  readonly machinePool: MachinePool | undefined;
  readonly cluster: Cluster | undefined;
  readonly clusterKey: ObjectKey | undefined;
  /** Set by the phase that looks at them. */
  readonly instances?: readonly Instance[] | undefined;
  /** Why the instances could not be looked at, or made. */
  readonly problem?: string | undefined;
}

/** An engine that is restarted ends its containers, and starts them again. */
const comesBackMs = 60_000;

/** The MachinePool that owns the object; undefined while no owner reference is set, or it is gone. */
export async function ownerMachinePoolOf({ client }: Pick<MachinePoolDeps, 'client'>, { metadata }: KubeObject): Promise<MachinePool | undefined> {
  const owner = metadata.ownerReferences?.find(({ kind, apiVersion }) => kind === MachinePools.kind && groupOf(apiVersion) === MachinePools.group);
  return owner && client.get(MachinePools, { namespace: metadata.namespace, name: owner.name });
}

export async function gatherMachinePoolScope<T extends KubeObject, M extends KubeObject>(deps: MachinePoolDeps, { viewOf }: MachinePoolKind<T, M>, pool: T): Promise<MachinePoolScope> {
  const machinePool = await ownerMachinePoolOf(deps, pool);
  const subject = machinePool ?? pool;
  const named = machinePool && { namespace: machinePool.metadata.namespace, name: machinePool.spec.clusterName };
  return { pool, view: viewOf(pool), machinePool, cluster: await findClusterByLabel(deps.client, subject), clusterKey: clusterKeyOf(subject) ?? named };
}

/** Every instance of the pool, with its Machine and its container. Errors: `ContainerEngineError`. */
export async function listInstances<T extends KubeObject, M extends KubeObject>(
  { client, engine }: MachinePoolDeps,
  { machine }: MachinePoolKind<T, M>,
  scope: MachinePoolScope,
  { signal, now }: Pick<ReconcileContext, 'signal' | 'now'>,
): Promise<Instance[]> {
  const { pool, machinePool, clusterKey } = scope;
  if (!clusterKey) return [];
  const containers = new Map<string, SeenContainer>();
  for (const container of await listContainers(engine, scope, signal)) containers.set(container.name, { container, endedForMs: await endedForMs(engine, container, { signal, now }) });
  const labels = { [clusterNameLabel]: clusterKey.name, ...(machinePool ? { [machinePoolNameLabel]: formatLabelValue(machinePool.metadata.name) } : {}) };
  const objects = await client.list(machine.resource, { namespace: pool.metadata.namespace, labels, filter: ({ metadata }) => isMadeBy(metadata.ownerReferences, pool) });
  return Promise.all(
    objects.map(async (object): Promise<Instance> => {
      const owner = await ownerMachineOf(client, object);
      const seen = containers.get(containerNameOf(object, clusterKey.name) ?? '');
      return { object, machine: owner, ...instanceState(scope, { view: machine.viewOf(object), object, owner, seen }) };
    }),
  );
}

/** Undefined while it runs, or may begin to. Lists do not tell when it ended. */
async function endedForMs(engine: ContainerEngine, { name, state }: Container, { signal, now }: Pick<ReconcileContext, 'signal' | 'now'>): Promise<number | undefined> {
  if (state === 'dead') return comesBackMs;
  if (state !== 'exited') return undefined;
  const endedAt = (await engine.get(name, signal))?.endedAt;
  return endedAt && now().getTime() - endedAt.getTime();
}

/** When the first of those that may come back will count as lost; undefined where there are none. Pure. */
export function untilLostMs(instances: readonly Instance[]): number | undefined {
  const left = instances.flatMap(({ isLeaving, isLost, endedForMs: ended }) => (ended === undefined || isLeaving || isLost ? [] : Math.max(comesBackMs - ended, 1000)));
  return left.length > 0 ? Math.min(...left, comesBackMs) : undefined;
}

/** Containers that carry the pool's name, whether or not there is an object for them. */
export async function listContainers(engine: ContainerEngine, { pool, clusterKey }: MachinePoolScope, signal: AbortSignal): Promise<Container[]> {
  if (!clusterKey) return [];
  const found = await engine.list({ [containerClusterLabel]: clusterKey.name, [devMachinePoolLabel]: pool.metadata.name }, signal);
  return found.filter((container) => belongsTo(container, clusterKey));
}

function isMadeBy(owners: KubeObject['metadata']['ownerReferences'] = [], { kind, metadata }: KubeObject): boolean {
  return owners.some((owner) => owner.kind === kind && owner.name === metadata.name);
}

interface Observed {
  readonly view: DockerMachineView | undefined;
  readonly object: KubeObject & { readonly status?: { readonly initialization?: { readonly provisioned?: boolean } } };
  readonly owner: Machine | undefined;
  readonly seen: SeenContainer | undefined;
}

interface SeenContainer {
  readonly container: Container;
  readonly endedForMs: number | undefined;
}

function instanceState(scope: MachinePoolScope, { view, object, owner, seen }: Observed): Omit<Instance, 'object' | 'machine'> {
  return {
    providerID: view?.providerID,
    isReady: object.status?.initialization?.provisioned === true,
    isLeaving: isDeleted(object) || isDeleted(owner),
    // Before it was complete, its own controller makes it anew.
    isLost: view?.providerID !== undefined && isGone(seen),
    endedForMs: seen?.endedForMs,
    isOutdated: isOutdated(seen, scope),
    goesFirst: owner?.metadata.annotations?.[deleteMachineAnnotation] !== undefined,
  };
}

function isGone(seen: SeenContainer | undefined): boolean {
  return seen === undefined || (seen.endedForMs ?? 0) >= comesBackMs;
}

function isDeleted(object: KubeObject | undefined): boolean {
  return object?.metadata.deletionTimestamp !== undefined;
}

function isOutdated(seen: SeenContainer | undefined, { machinePool, view }: MachinePoolScope): boolean {
  return seen !== undefined && machinePool !== undefined && !isCurrentImage(seen.container.image, machinePool, view);
}

/** The parts that exist once the object was admitted. */
export function admitted(scope: MachinePoolScope): { machinePool: MachinePool; cluster: Cluster; clusterKey: ObjectKey } {
  const { machinePool, cluster } = scope;
  if (!machinePool || !cluster) throw new InvariantError('a pool of containers is reconciled without its MachinePool and Cluster');
  return { machinePool, cluster, clusterKey: keyOf(cluster) };
}
