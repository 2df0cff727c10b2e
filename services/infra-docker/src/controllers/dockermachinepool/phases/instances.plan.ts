import type { KubeObject } from '@clusterwright/api';
import type { Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import { nodeImageFor } from '../../../containers/node-image.ts';
import type { MachinePoolView } from '../machine-pool-kind.ts';

/** One instance of a pool, as it is. */
export interface Instance {
  readonly object: KubeObject;
  /** Deleted in the object's place, so that the Node is drained; made by the MachinePool controller, later than the object. */
  readonly machine: Machine | undefined;
  readonly providerID: string | undefined;
  readonly isReady: boolean;
  readonly isLeaving: boolean;
  /** Its container was taken away by somebody else, or ended and did not come back. */
  readonly isLost: boolean;
  /** For how long its container does not run; undefined while it does. */
  readonly endedForMs?: number | undefined;
  /** Its container runs another image than the pool asks for. */
  readonly isOutdated: boolean;
  /** Asked to go before others. */
  readonly goesFirst: boolean;
}

export interface InstancesPlan {
  readonly create: number;
  readonly remove: readonly { readonly instance: Instance; readonly reason: string }[];
}

/**
 * Which instances come and go (spec DEV-05). Pure.
 *
 * New ones come before old ones go: nothing is removed while fewer are ready than asked for, except what is lost anyway.
 */
export function planInstances(instances: readonly Instance[], replicas: number): InstancesPlan {
  const staying = instances.filter(({ isLeaving, isLost }) => !isLeaving && !isLost);
  const surplus = Math.max(0, staying.filter(({ isReady }) => isReady).length - replicas);
  const ordered = staying.toSorted((a, b) => Number(b.goesFirst) - Number(a.goesFirst) || (a.object.metadata.name < b.object.metadata.name ? -1 : 1));
  const outdated = ordered.filter(({ isOutdated }) => isOutdated).map((instance) => ({ instance, reason: 'it is outdated' }));
  const current = ordered.filter(({ isOutdated, isReady }) => !isOutdated && isReady).map((instance) => ({ instance, reason: 'it is an excess replica' }));
  const lost = instances.filter(({ isLost, isLeaving }) => isLost && !isLeaving).map((instance) => ({ instance, reason: 'its container is gone, or does not run any more' }));
  return {
    create: Math.max(0, replicas - staying.filter(({ isOutdated }) => !isOutdated).length),
    remove: [...lost, ...[...outdated, ...current].slice(0, surplus)],
  };
}

/** Whether a container runs what the pool asks for now. Pure. */
export function isCurrentImage(image: string, { spec }: MachinePool, { docker }: MachinePoolView): boolean {
  return nodeImageFor(spec.template.spec.version, docker.customImage).includes(image);
}
