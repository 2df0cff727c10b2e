import { DevMachinePools } from '@clusterwright/api/infrastructure/v1beta2';
import type { DevMachinePool } from '@clusterwright/api/infrastructure/v1beta2';
import type { Manager, Reconciler } from '@clusterwright/controller-runtime';
import { createUnservedBackendNotice, unservedBackend } from '../unserved-backend.events.ts';

/**
 * DevMachinePool: exists only with the docker backend, so all that happens is that its users are told.
 *
 * - writes: nothing
 * - requeues: never
 */
export function devMachinePoolReconciler(): Reconciler<DevMachinePool, undefined> {
  const unserved = createUnservedBackendNotice();
  return {
    name: 'devmachinepool',
    ownedConditions: [],
    pausable: false,
    observesGeneration: false,
    admit(pool, { events }) {
      unserved.tell(pool, events);
      return { step: 'wait', reason: unservedBackend };
    },
    gather: () => undefined,
    apply: [],
    forget: unserved.forget,
  };
}

export function addDevMachinePoolController(manager: Manager, options: { concurrency: number }): void {
  manager.addController({ for: DevMachinePools, reconciler: devMachinePoolReconciler(), concurrency: options.concurrency, rbac: [] });
}
