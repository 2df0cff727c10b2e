import { done } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { ensureOwnedByCluster } from '../../machineset/phases/template-ownership.act.ts';
import type { MachineDeploymentDeps, MachineDeploymentScope } from '../machinedeployment.scope.ts';

/** Makes the Cluster own the templates that the MachineDeployment refers to. */
export function templates({ client }: MachineDeploymentDeps): Phase<MachineDeploymentScope> {
  return async ({ infrastructureTemplate, bootstrapTemplate, cluster }, ctx) => {
    await ensureOwnedByCluster(client, infrastructureTemplate, cluster, ctx);
    await ensureOwnedByCluster(client, bootstrapTemplate, cluster, ctx);
    return done;
  };
}
