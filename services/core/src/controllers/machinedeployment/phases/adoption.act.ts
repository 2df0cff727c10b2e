import { keyOf } from '@clusterwright/api';
import { MachineSets } from '@clusterwright/api/core/v1beta2';
import type { MachineSet } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { isConflict } from '@clusterwright/kube-client';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import { machineDeploymentEvents } from '../machinedeployment.events.ts';
import type { MachineDeploymentDeps, MachineDeploymentScope } from '../machinedeployment.scope.ts';

/** Takes control of MachineSets that match the selector and have no controller, as after a restore. One that cannot be adopted is left out of this pass, which fails in the end. */
export function adoption({ client }: MachineDeploymentDeps): Phase<MachineDeploymentScope> {
  return async ({ machineDeployment, machineSets, orphans }, { log, signal, events }) => {
    if (orphans.length === 0) return done;
    const say = machineDeploymentEvents(events, machineDeployment);
    const adopted: MachineSet[] = [];
    const errors: Error[] = [];
    for (const orphan of orphans) {
      const { name, ownerReferences = [], resourceVersion } = orphan.metadata;
      const owners = withOwnerReference(ownerReferences, ownerReferenceTo(machineDeployment, { controller: true }));
      try {
        adopted.push(await client.patch(MachineSets, keyOf(orphan), { type: 'merge', body: { metadata: { ownerReferences: owners, resourceVersion } } }, { signal }));
        log.info('Adopted MachineSet', { MachineSet: name, reason: 'it matches the selector and has no controller' });
        say.adopted(name);
      } catch (thrown) {
        const error = toError(thrown);
        errors.push(error);
        say.adoptFailed(name, error);
      }
    }
    return { outcome: done, observed: { machineSets: [...machineSets, ...adopted], adoptionError: errors.find((error) => !isConflict(error)) ?? errors[0] } };
  };
}

/** Fails once everything else was done, so that the adoption is tried again, and nothing that is deleted leaves a MachineSet behind that nobody would take down. */
export const failedAdoption: Phase<MachineDeploymentScope> = ({ adoptionError }) => {
  if (adoptionError) throw adoptionError;
  return done;
};
