import type { DevMachineTemplate } from '@clusterwright/api/infrastructure/v1beta2';
import { DevMachineTemplates } from '@clusterwright/api/infrastructure/v1beta2';
import type { Manager, Reconciler } from '@clusterwright/controller-runtime';

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
  return { name: 'devmachinetemplate', ownedConditions: [], pausable: false, observesGeneration: false, gather: () => undefined, apply: [], report: () => ({ status }) };
}

/** A quantity in the largest binary unit that needs no fraction, as Kubernetes canonicalises it. */
export function toBinaryQuantity(bytes: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let amount = bytes;
  let unit = 0;
  while (amount !== 0 && amount % 1024 === 0 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount}${units[unit]}`;
}

export function addDevMachineTemplateController(manager: Manager, capacity: HostCapacity, options: { concurrency: number }): void {
  manager.addController({ for: DevMachineTemplates, reconciler: devMachineTemplateReconciler(capacity), concurrency: options.concurrency, rbac: [] });
}
