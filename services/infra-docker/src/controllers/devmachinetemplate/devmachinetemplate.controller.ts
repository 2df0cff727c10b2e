import type { KubeObject, Resource } from '@clusterwright/api';
import type { Manager } from '@clusterwright/controller-runtime';
import { machineTemplateReconciler } from './devmachinetemplate.reconciler.ts';
import type { CapacityOf } from './devmachinetemplate.reconciler.ts';

/** Adds the controller of one of the kinds of machine templates. */
export function addMachineTemplateController<T extends KubeObject>(manager: Manager, resource: Resource<T>, capacityOf: CapacityOf<T>, options: { concurrency: number }): void {
  manager.addController({ for: resource, reconciler: machineTemplateReconciler<T>(resource.kind.toLowerCase(), capacityOf), concurrency: options.concurrency, rbac: [] });
}
