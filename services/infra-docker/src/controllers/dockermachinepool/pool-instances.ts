import { clusterNameLabel, containerClusterLabel, deleteMachineAnnotation, devMachinePoolLabel, keyString, machinePoolNameLabel } from '@clusterwright/api';
import type { KubeObject } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import { formatLabelValue } from '@clusterwright/provider-kit/cluster/label-values';
import { isOwnedBy } from '@clusterwright/provider-kit/cluster/owner-references';
import { belongsTo } from '../../containers/container-names.ts';
import type { Container } from '../../ports/container-engine.ts';
import type { DockerMachineView } from '../dockermachine/docker-machine-kind.ts';
import { containerNameOf, infraPoolOwnerOf, ownerMachineOf } from '../dockermachine/dockermachine.scope.ts';
import type { InfraPoolDeps, InfraPoolScope } from './dockermachinepool.scope.ts';
import type { InfraPoolKind } from './infra-pool-kind.ts';
import { isCurrentImage } from './phases/instances.plan.ts';
import type { Instance } from './phases/instances.plan.ts';

/** An engine that is restarted ends its containers, and starts them again. */
const comesBackMs = 60_000;

/** What every machine of the pool carries, besides the pool as its owner; none where the MachinePool is gone. */
export function instanceLabels({ machinePool, clusterKey }: InfraPoolScope): Record<string, string> {
  return machinePool && clusterKey ? { [clusterNameLabel]: clusterKey.name, [machinePoolNameLabel]: formatLabelValue(machinePool.metadata.name) } : {};
}

/** Every machine that the pool owns, with its Machine and its container, whoever made and labelled that. Errors: `ContainerEngineError`. */
export async function listInstances<T extends KubeObject, M extends KubeObject>(
  { client, engine, endings }: InfraPoolDeps,
  { machine }: InfraPoolKind<T, M>,
  scope: InfraPoolScope,
  { signal, now }: Pick<ReconcileContext, 'signal' | 'now'>,
): Promise<Instance[]> {
  const { pool, clusterKey } = scope;
  if (!clusterKey) return [];
  const containers = (await engine.list({ [containerClusterLabel]: clusterKey.name }, signal)).filter((container) => belongsTo(container, clusterKey));
  const ended = endings.look(keyString(pool.metadata), containers, now());
  const objects = await client.list(machine.resource, { namespace: pool.metadata.namespace, filter: (object) => isMember(object, scope) });
  return Promise.all(
    objects.map(async (object): Promise<Instance> => {
      const owner = await ownerMachineOf(client, object);
      const container = containers.find(({ name }) => name === containerNameOf(object, clusterKey.name));
      const endedForMs = container && ended.get(container.name);
      return { object, machine: owner, ...instanceState(scope, { view: machine.viewOf(object), object, owner, container, endedForMs }) };
    }),
  );
}

/** Machines whose owner reference somebody took away are the pool's again, as long as it stays itself and no other pool has them. */
function isMember(object: KubeObject, scope: InfraPoolScope): boolean {
  if (isOwnedBy(object, scope.pool)) return true;
  const labels = Object.entries(instanceLabels(scope));
  const isOurs = labels.length > 0 && labels.every(([key, value]) => object.metadata.labels?.[key] === value);
  return isOurs && !isDeleted(scope.pool) && infraPoolOwnerOf(object) === undefined;
}

/** When the first of those that may come back will count as lost; undefined where there are none. Pure. */
export function untilLostMs(instances: readonly Instance[]): number | undefined {
  const mayComeBack = instances.filter(({ isLeaving, isLost, providerID }) => !isLeaving && !isLost && providerID !== undefined);
  const left = mayComeBack.flatMap(({ endedForMs: ended }) => (ended === undefined ? [] : comesBackMs - ended));
  return left.length > 0 ? Math.min(...left) : undefined;
}

/** Containers that carry the pool's name, whether or not there is an object for them. */
export async function listContainers({ engine }: Pick<InfraPoolDeps, 'engine'>, { pool, clusterKey }: InfraPoolScope, signal: AbortSignal): Promise<Container[]> {
  if (!clusterKey) return [];
  const found = await engine.list({ [containerClusterLabel]: clusterKey.name, [devMachinePoolLabel]: pool.metadata.name }, signal);
  return found.filter((container) => belongsTo(container, clusterKey));
}

interface Observed {
  readonly view: DockerMachineView | undefined;
  readonly object: KubeObject & { readonly status?: { readonly initialization?: { readonly provisioned?: boolean } } };
  readonly owner: Machine | undefined;
  readonly container: Container | undefined;
  readonly endedForMs: number | undefined;
}

function instanceState(scope: InfraPoolScope, { view, object, owner, container, endedForMs }: Observed): Omit<Instance, 'object' | 'machine'> {
  return {
    providerID: view?.providerID,
    isReady: object.status?.initialization?.provisioned === true,
    isLeaving: isDeleted(object) || isDeleted(owner),
    // Before it was complete, its own controller makes it anew.
    isLost: view?.providerID !== undefined && isGone(container, endedForMs),
    endedForMs,
    isOutdated: isOutdated(container, scope),
    goesFirst: owner?.metadata.annotations?.[deleteMachineAnnotation] !== undefined,
  };
}

function isGone(container: Container | undefined, endedForMs = 0): boolean {
  return container === undefined || endedForMs >= comesBackMs;
}

function isDeleted(object: KubeObject | undefined): boolean {
  return object?.metadata.deletionTimestamp !== undefined;
}

function isOutdated(container: Container | undefined, { machinePool, view }: InfraPoolScope): boolean {
  return container !== undefined && machinePool !== undefined && !isCurrentImage(container.image, machinePool, view);
}
