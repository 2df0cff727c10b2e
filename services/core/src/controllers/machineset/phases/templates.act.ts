import { toError } from '@clusterwright/api/errors';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import { isCurrentRevision } from '../machineset.scope.ts';
import type { MachineSetDeps, MachineSetScope } from '../machineset.scope.ts';
import { ensureOwnedByCluster } from './template-ownership.act.ts';

/** Makes the Cluster own the templates, and waits for one that is missing where new Machines may be asked for. */
export function templates({ client }: MachineSetDeps): Phase<MachineSetScope> {
  return async (scope, ctx) => {
    const { infrastructureTemplate, bootstrapTemplate, cluster, machineDeployment } = scope;
    await ensureOwnedByCluster(client, infrastructureTemplate, cluster, ctx);
    await ensureOwnedByCluster(client, bootstrapTemplate, cluster, ctx);

    const isMissing = infrastructureTemplate.kind === 'notFound' || bootstrapTemplate.kind === 'notFound';
    // Old revisions only shrink: users may remove their templates.
    const isNeeded = machineDeployment === undefined || isCurrentRevision(scope);
    return isMissing && isNeeded ? waitFor('WaitingForTemplates') : done;
  };
}

/** The same while the MachineSet is being deleted: nothing needs a template any more, so what fails with one is tried again only as long as there are Machines to wait for. */
export function templatesOfDeleted({ client }: MachineSetDeps): Phase<MachineSetScope> {
  return async ({ infrastructureTemplate, bootstrapTemplate, cluster, machines, orphans }, ctx) => {
    try {
      await ensureOwnedByCluster(client, infrastructureTemplate, cluster, ctx);
      await ensureOwnedByCluster(client, bootstrapTemplate, cluster, ctx);
    } catch (error) {
      if (machines.length + orphans.length > 0) throw error;
      ctx.log.info('Going on with the deletion without a template', { err: toError(error).message });
    }
    return done;
  };
}
