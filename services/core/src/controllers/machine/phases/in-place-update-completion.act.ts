import { keyOf, pendingHooksAnnotation, updateInProgressAnnotation, type KubeObject, type Resource } from '@clusterwright/api';
import { Machines, type Machine } from '@clusterwright/api/core/v1beta2';
import type { Client, ReconcileContext } from '@clusterwright/controller-runtime';
import { isHookPending, UpdateMachine, withoutPendingHook } from '@clusterwright/runtime-sdk';
import type { MachineDeps, MachineScope, ObservedObject } from '../machine.scope.ts';
import { isMarked } from './in-place-update.plan.ts';

/**
 * Ends an in-place update: takes the mark off the Machine, then off its infrastructure and bootstrap objects, then the hook off the Machine.
 *
 * In this order a process that ends anywhere leaves a Machine whose hook is pending without its mark, and the next one goes on from there; the other way round marks could stay
 * on objects that nobody looks at any more. Returns the objects as they are then.
 * Errors: those of `Client`, and the one that reading an object met.
 */
export async function completeInPlaceUpdate({ client }: Pick<MachineDeps, 'client'>, scope: MachineScope, { log, signal }: ReconcileContext): Promise<Pick<MachineScope, 'machine' | 'infraMachine' | 'bootstrapConfig'>> {
  const unmarked = await unmark(client, { resource: Machines, object: scope.machine }, signal);
  const infraMachine = await unmarkExternal(client, scope.infraMachine, signal);
  const bootstrapConfig = await unmarkExternal(client, scope.bootstrapConfig, signal);
  const machine = await markDone(client, unmarked, signal);
  log.info('Completed in-place update');
  return { machine: withAnnotationsOf(scope.machine, machine), infraMachine, bootstrapConfig };
}

async function unmarkExternal(client: Client, observed: ObservedObject, signal: AbortSignal): Promise<ObservedObject> {
  if (observed.kind === 'failed') throw observed.error;
  if (observed.kind !== 'found') return observed;
  return { ...observed, object: await unmark(client, observed, signal) };
}

async function unmark<T extends KubeObject>(client: Client, { resource, object }: { readonly resource: Resource<T>; readonly object: T }, signal: AbortSignal): Promise<T> {
  if (!isMarked(object)) return object;
  return client.patch(resource, keyOf(object), { type: 'merge', body: { metadata: { annotations: { [updateInProgressAnnotation]: null } } } }, { signal });
}

/** The annotation is a list that others may add to: a stale copy must not be written back. */
async function markDone(client: Client, machine: Machine, signal: AbortSignal): Promise<Machine> {
  if (!isHookPending(UpdateMachine, machine)) return machine;
  const annotations = { [pendingHooksAnnotation]: withoutPendingHook(UpdateMachine, machine) ?? null };
  return client.patch(Machines, keyOf(machine), { type: 'merge', body: { metadata: { annotations, resourceVersion: machine.metadata.resourceVersion } } }, { signal });
}

/** The Machine of this pass, which knows more than the stored one, with what was written. */
function withAnnotationsOf(machine: Machine, { metadata: { annotations } }: Machine): Machine {
  const { annotations: _annotations, ...metadata } = machine.metadata;
  return { ...machine, metadata: { ...metadata, ...(annotations ? { annotations } : {}) } };
}
