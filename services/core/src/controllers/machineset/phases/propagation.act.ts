import { keyOf, machineSetFieldManager, machineSetMetadataFieldManager } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import type { ContractVersionedObjectReference, Machine, MachineSet } from '@clusterwright/api/core/v1beta2';
import { done } from '@clusterwright/controller-runtime';
import type { Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import { isMetadataWithCreator } from '@clusterwright/provider-kit/cluster/metadata-ownership';
import { prepareApply } from '@clusterwright/provider-kit/cluster/prepare-apply';
import { inParallel } from '../../shared/in-parallel.act.ts';
import type { MachineSetDeps, MachineSetScope } from '../machineset.scope.ts';
import { existingMachineIntent, machineAnnotations, machineLabels } from '../replicas/machine-intent.plan.ts';
import { deletingMachinePatch } from './propagation.plan.ts';

/** Keeps existing Machines, and labels and annotations of what was made for them, as the template says, as far as that needs no new Machines. */
export function propagation(deps: MachineSetDeps): Phase<MachineSetScope> {
  return async ({ machineSet, machines }, ctx) => {
    const updated = await inParallel(machines, async (machine) => {
      if (machine.metadata.deletionTimestamp !== undefined) return updateDeletingMachine(deps, machineSet, machine, ctx);
      await prepareApply({ client: deps.client, resource: Machines, object: machine, manager: machineSetFieldManager, now: ctx.now(), signal: ctx.signal });
      const current = await deps.client.apply(Machines, existingMachineIntent(machineSet, machine), { fieldManager: machineSetFieldManager, signal: ctx.signal });
      await updateMetadata(deps, machineSet, machine.spec.infrastructureRef, ctx);
      await updateMetadata(deps, machineSet, machine.spec.bootstrap.configRef, ctx);
      return current;
    });
    return { outcome: done, observed: { machines: updated } };
  };
}

async function updateDeletingMachine({ client }: MachineSetDeps, machineSet: MachineSet, machine: Machine, { log, signal }: ReconcileContext): Promise<Machine> {
  const body = deletingMachinePatch(machineSet, machine);
  if (!body) return machine;
  log.info('Updating a Machine that is being deleted', { Machine: machine.metadata.name, reason: 'the template of its MachineSet changed', diff: body });
  return client.patch(Machines, keyOf(machine), { type: 'merge', body }, { signal });
}

async function updateMetadata({ client, external }: MachineSetDeps, machineSet: MachineSet, reference: ContractVersionedObjectReference | undefined, { signal, now }: ReconcileContext): Promise<void> {
  const { namespace = '' } = machineSet.metadata;
  const observed = await external.get(reference, namespace);
  // The Machine notices what is missing; and until it has taken an object over, labels are as they were created.
  if (observed.kind !== 'found' || isMetadataWithCreator(observed.object)) return;
  const { object, resource } = observed;
  const { name, uid } = object.metadata;
  const metadata = { name, namespace, ...(uid ? { uid } : {}), labels: { ...machineLabels(machineSet) }, annotations: { ...machineAnnotations(machineSet) } };
  await prepareApply({ client, resource, object, manager: machineSetMetadataFieldManager, now: now(), signal });
  await client.apply(resource, { apiVersion: object.apiVersion, kind: object.kind, metadata }, { fieldManager: machineSetMetadataFieldManager, signal });
}
