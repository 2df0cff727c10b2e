import { DevMachineTemplates } from '@clusterwright/api/infrastructure/v1beta2';
import type { Manager } from '@clusterwright/controller-runtime';
import { devMachineTemplateReconciler } from './devmachinetemplate.reconciler.ts';
import type { HostCapacity } from './devmachinetemplate.reconciler.ts';

export function addDevMachineTemplateController(manager: Manager, capacity: HostCapacity, options: { concurrency: number }): void {
  manager.addController({ for: DevMachineTemplates, reconciler: devMachineTemplateReconciler(capacity), concurrency: options.concurrency, rbac: [] });
}
