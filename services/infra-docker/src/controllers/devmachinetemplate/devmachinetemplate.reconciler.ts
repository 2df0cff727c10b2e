import type { KubeObject } from '@clusterwright/api';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { toBinaryQuantity } from './binary-quantity.ts';

/** What this machine offers: `cpu` in cores, `memory` in bytes. */
export interface HostCapacity {
  readonly cpu: number;
  readonly memoryBytes: number;
}

/**
 * DevMachineTemplate and DockerMachineTemplate: how large their machines are, for an autoscaler that starts from zero (spec DEV-06, AS-01).
 *
 * - writes: status.capacity; a container or a simulated machine is as large as the host
 * - requeues: never
 */
export function machineTemplateReconciler<T extends KubeObject>(name: string, capacity: HostCapacity): Reconciler<T, undefined> {
  const status = { capacity: { cpu: String(capacity.cpu), memory: toBinaryQuantity(capacity.memoryBytes) } };
  return {
    name,
    ownedConditions: [],
    pausable: false,
    observesGeneration: false,
    gather: () => undefined,
    apply: [],
    report: () => ({ status }),
  };
}
