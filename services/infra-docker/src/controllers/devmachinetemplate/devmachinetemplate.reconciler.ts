import type { DevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { unservedBackend } from '../unserved-backend.events.ts';
import { toBinaryQuantity } from './binary-quantity.ts';

/** What this machine offers: `cpu` in cores, `memory` in bytes. */
export interface HostCapacity {
  readonly cpu: number;
  readonly memoryBytes: number;
}

/**
 * DevMachineTemplate: how large its machines are, for an autoscaler that starts from zero (spec DEV-06, AS-01).
 *
 * - writes: status.capacity; a simulated machine is as large as the host
 * - requeues: never
 */
export function devMachineTemplateReconciler(capacity: HostCapacity): Reconciler<DevMachineTemplate, undefined> {
  const status = { capacity: { cpu: String(capacity.cpu), memory: toBinaryQuantity(capacity.memoryBytes) } };
  return {
    name: 'devmachinetemplate',
    ownedConditions: [],
    pausable: false,
    observesGeneration: false,
    // Machines of other backends are not made here, so their size is not known here.
    admit: ({ spec }) => (spec.template.spec.backend.inMemory ? { step: 'proceed' } : { step: 'wait', reason: unservedBackend }),
    gather: () => undefined,
    apply: [],
    report: () => ({ status }),
  };
}
