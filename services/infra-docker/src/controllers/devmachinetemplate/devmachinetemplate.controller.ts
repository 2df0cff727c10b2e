import type { KubeObject, Resource } from '@clusterwright/api';
import type { Manager } from '@clusterwright/controller-runtime';
import { machineTemplateReconciler } from './devmachinetemplate.reconciler.ts';
import type { HostCapacity } from './devmachinetemplate.reconciler.ts';

/** Adds the controller of one of the kinds of machine templates. */
export function addMachineTemplateController<T extends KubeObject>(manager: Manager, resource: Resource<T>, capacity: HostCapacity, options: { concurrency: number }): void {
  manager.addController({ for: resource, reconciler: machineTemplateReconciler<T>(resource.kind.toLowerCase(), capacity), concurrency: options.concurrency, rbac: [] });
}
