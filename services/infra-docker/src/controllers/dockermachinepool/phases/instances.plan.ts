import type { KubeObject } from '@clusterwright/api';
import type { Machine, MachinePool } from '@clusterwright/api/core/v1beta2';
import { nodeImageFor } from '../../../containers/node-image.ts';
import type { InfraPoolView } from '../infra-pool-kind.ts';

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
 * New ones come before old ones go: nothing that serves is removed while fewer are ready than asked for. What is lost goes anyway,
 * and so does what has never been ready and is not wanted any more, such as instances of an image that cannot run.
 */
export function planInstances(instances: readonly Instance[], replicas: number): InstancesPlan {
  const staying = instances.filter(({ isLeaving, isLost }) => !isLeaving && !isLost);
  const surplus = Math.max(0, staying.filter(({ isReady }) => isReady).length - replicas);
  const ordered = staying.toSorted((a, b) => Number(b.goesFirst) - Number(a.goesFirst) || (a.object.metadata.name < b.object.metadata.name ? -1 : 1));
  const outdated = ordered.filter(({ isOutdated }) => isOutdated);
  const current = ordered.filter(({ isOutdated }) => !isOutdated);
  const useless = [...outdated.filter(isUnready), ...current.filter(isUnready).slice(0, Math.max(0, current.length - replicas))];
  const serving = [...outdated, ...current].filter(({ isReady }) => isReady);
  const lost = instances.filter(({ isLost, isLeaving }) => isLost && !isLeaving);
  const unwanted = [...useless, ...serving.slice(0, surplus)];
  return {
    create: Math.max(0, replicas - current.length),
    remove: [
      ...lost.map((instance) => ({ instance, reason: 'its container is gone, or does not run any more' })),
      ...unwanted.map((instance) => ({ instance, reason: instance.isOutdated ? 'it is outdated' : 'it is an excess replica' })),
    ],
  };
}

function isUnready({ isReady }: Instance): boolean {
  return !isReady;
}

/** Whether a container runs what the pool asks for now. Pure. */
export function isCurrentImage(image: string, { spec }: MachinePool, { docker }: InfraPoolView): boolean {
  return nodeImageFor(spec.template.spec.version, docker.customImage).includes(image);
}
