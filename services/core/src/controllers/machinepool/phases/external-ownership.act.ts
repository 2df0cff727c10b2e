import { keyOf, keyString } from '@clusterwright/api';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import type { ObservedObject } from '../../shared/observed-object.scope.ts';
import type { MachinePoolDeps, MachinePoolScope } from '../machinepool.scope.ts';
import { planOwnership } from './external-ownership.plan.ts';

/**
 * Makes the MachinePool control an object it refers to, in one request at most; returns the object as it is then.
 * Errors: the one that reading the object met; `AlreadyControlledError`.
 */
export async function ensureOwnership({ client }: Pick<MachinePoolDeps, 'client'>, { machinePool }: MachinePoolScope, observed: ObservedObject, { log, signal }: ReconcileContext): Promise<Exclude<ObservedObject, { kind: 'failed' }>> {
  if (observed.kind === 'failed') throw observed.error;
  if (observed.kind !== 'found') return observed;
  const body = planOwnership(machinePool, observed.object);
  if (!body) return observed;
  const { object, resource } = observed;
  log.info('Taking ownership of an object the MachinePool refers to', { [object.kind]: keyString(keyOf(object)), reason: 'the MachinePool is its controller' });
  return { ...observed, object: await client.patch(resource, keyOf(object), { type: 'merge', body }, { signal }) };
}
