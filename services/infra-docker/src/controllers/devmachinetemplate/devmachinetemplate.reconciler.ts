import type { KubeObject } from '@clusterwright/api';
import { done, requeueAfter } from '@clusterwright/controller-runtime';
import type { Phase, Reconciler } from '@clusterwright/controller-runtime';
import { isUserProblem } from '../../engine-problem.ts';
import type { Capacity } from '../../ports/container-engine.ts';
import { toBinaryQuantity } from './binary-quantity.ts';

/** How large a machine of this template is. Errors: `ContainerEngineError` where the engine has to be asked. */
export type CapacityOf<T> = (template: T, signal: AbortSignal) => Promise<Capacity>;

export interface MachineTemplateScope<T> {
  readonly template: T;
  /** Undefined where nobody could say; what was said before still stands. */
  readonly capacity?: Capacity | undefined;
}

/** Templates have no condition, and machines of the same engine tell what is wrong with it. */
const retryMs = 30_000;

/**
 * DevMachineTemplate and DockerMachineTemplate: how large their machines are, for an autoscaler that starts from zero (spec DEV-06, AS-01).
 *
 * - reads: the template; the engine's host, where its machines are containers
 * - writes: status.capacity; a container or a simulated machine is as large as its host
 * - requeues: while the engine does not answer
 */
export function machineTemplateReconciler<T extends KubeObject>(name: string, capacityOf: CapacityOf<T>): Reconciler<T, MachineTemplateScope<T>> {
  return {
    name,
    ownedConditions: [],
    pausable: false,
    observesGeneration: false,
    gather: (template) => ({ template }),
    apply: [capacity(capacityOf)],
    report: ({ capacity: seen }) => (seen ? { status: { capacity: { cpu: String(seen.cpu), memory: toBinaryQuantity(seen.memoryBytes) } } } : {}),
  };
}

function capacity<T extends KubeObject>(capacityOf: CapacityOf<T>): Phase<MachineTemplateScope<T>> {
  return async ({ template }, { log, signal }) => {
    try {
      return { outcome: done, observed: { capacity: await capacityOf(template, signal) } };
    } catch (error) {
      if (!isUserProblem(error)) throw error;
      log.error('Failing to ask the engine for its capacity', { err: error, retryAfterMs: retryMs });
      return requeueAfter(retryMs, 'CapacityUnknown', error.message);
    }
  };
}
