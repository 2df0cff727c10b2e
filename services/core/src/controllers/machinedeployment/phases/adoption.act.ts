import { keyOf } from '@clusterwright/api';
import { MachineSets } from '@clusterwright/api/core/v1beta2';
import type { MachineSet } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import { machineDeploymentEvents } from '../machinedeployment.events.ts';
import type { MachineDeploymentDeps, MachineDeploymentScope } from '../machinedeployment.scope.ts';

/** Takes control of MachineSets that match the selector and have no controller, as after a restore. One that cannot be adopted is left out of this pass. */
export function adoption({ client }: MachineDeploymentDeps): Phase<MachineDeploymentScope> {
  return async ({ machineDeployment, machineSets, orphans }, { log, signal, events }) => {
    if (orphans.length === 0) return done;
    const say = machineDeploymentEvents(events, machineDeployment);
    const adopted: MachineSet[] = [];
    for (const orphan of orphans) {
      const { name, ownerReferences = [], resourceVersion } = orphan.metadata;
      const owners = withOwnerReference(ownerReferences, ownerReferenceTo(machineDeployment, { controller: true }));
      try {
        adopted.push(await client.patch(MachineSets, keyOf(orphan), { type: 'merge', body: { metadata: { ownerReferences: owners, resourceVersion } } }, { signal }));
        log.info('Adopted MachineSet', { MachineSet: name, reason: 'it matches the selector and has no controller' });
        say.adopted(name);
      } catch (thrown) {
        log.error('Failed to adopt MachineSet', { MachineSet: name, err: thrown });
        say.adoptFailed(name, toError(thrown));
      }
    }
    return { outcome: done, observed: { machineSets: [...machineSets, ...adopted] } };
  };
}
