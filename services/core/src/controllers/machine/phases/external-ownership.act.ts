import { keyOf, type UnstructuredObject } from '@clusterwright/api';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import type { FoundObject, MachineDeps, MachineScope, ObservedObject } from '../machine.scope.ts';
import { planOwnership } from './external-ownership.plan.ts';

/**
 * Makes the Machine control an object it refers to, in one request at most; returns the object as it is then.
 * Errors: the one that reading the object met; `AlreadyControlledError`.
 */
export async function ensureOwnership(deps: Pick<MachineDeps, 'client'>, { machine, cluster }: MachineScope, observed: ObservedObject, { log, signal }: ReconcileContext): Promise<Exclude<ObservedObject, { kind: 'failed' }>> {
  if (observed.kind === 'failed') throw observed.error;
  if (observed.kind !== 'found') return observed;
  const patch = planOwnership({ machine, cluster, object: observed.object });
  if (!patch) return observed;
  const { object, resource } = observed;
  log.info('Taking ownership of an object the Machine refers to', { [object.kind]: `${object.metadata.namespace ?? ''}/${object.metadata.name}`, reason: 'the Machine is its controller' });
  const owned: UnstructuredObject = await deps.client.patch(resource, keyOf(object), { type: 'merge', body: patch }, { signal });
  return { ...observed, object: owned } satisfies FoundObject;
}
