import { keyOf } from '@clusterwright/api';
import { MachineSets } from '@clusterwright/api/core/v1beta2';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import type { MachineDeploymentDeps, MachineDeploymentScope } from '../machinedeployment.scope.ts';

/** Deletes the MachineSets of a MachineDeployment that is being deleted, and waits until they are gone. */
export function deletion({ client }: MachineDeploymentDeps): Phase<MachineDeploymentScope> {
  return async ({ machineSets }, { log, signal }) => {
    if (machineSets.length === 0) return done;
    const toDelete = machineSets.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const deleted = await Promise.all(toDelete.map((set) => client.delete(MachineSets, keyOf(set), { uid: set.metadata.uid, signal })));
    for (const { metadata } of toDelete) log.info('Deleting MachineSet', { MachineSet: metadata.name, reason: 'the MachineDeployment is being deleted' });

    const remaining = [...machineSets.filter((set) => !toDelete.includes(set)), ...deleted.filter((set) => set !== undefined)];
    return { outcome: remaining.length === 0 ? done : waitFor('WaitingForMachineSets', `Waiting for ${String(remaining.length)} MachineSets to be deleted`), observed: { machineSets: remaining } };
  };
}
