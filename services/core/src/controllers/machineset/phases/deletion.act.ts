import { keyOf } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { inParallel } from '../../shared/in-parallel.act.ts';
import type { MachineSetDeps, MachineSetScope } from '../machineset.scope.ts';

/** Deletes the Machines of a MachineSet that is being deleted, and waits until they are gone. */
export function deletion({ client }: MachineSetDeps): Phase<MachineSetScope> {
  return async ({ machines }, { log, signal }) => {
    const toDelete = machines.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const deleted = await inParallel(toDelete, async (machine) => {
      const kept = await client.delete(Machines, keyOf(machine), { uid: machine.metadata.uid, signal });
      log.info('Deleting Machine', { Machine: machine.metadata.name, reason: 'the MachineSet is being deleted' });
      return kept;
    });
    const remaining = [...machines.filter((machine) => !toDelete.includes(machine)), ...deleted.filter((machine) => machine !== undefined)];
    return { outcome: remaining.length === 0 ? done : waitFor('WaitingForMachines', `Waiting for ${String(remaining.length)} Machines to be deleted`), observed: { machines: remaining } };
  };
}
