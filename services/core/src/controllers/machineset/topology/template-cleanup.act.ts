import { clusterTopologyOwnedLabel, machineDeploymentNameLabel } from '@clusterwright/api';
import type { KubeObject } from '@clusterwright/api';
import { Clusters, MachineDeployments, MachineSets } from '@clusterwright/api/core/v1beta2';
import type { MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import { done } from '@clusterwright/controller-runtime';
import type { Admission, Client, Phase, Reconciler } from '@clusterwright/controller-runtime';
import { hasPausedAnnotation } from '@clusterwright/provider-kit/cluster/paused';
import { ExternalKindNotFoundError } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { unusedTemplates } from './templates-in-use.plan.ts';

export interface TemplateCleanupDeps {
  readonly client: Client;
  readonly external: ExternalObjects;
}

/** What one pass of a topology's cleanup looks at. */
export interface TemplateCleanupScope<T> {
  readonly leaving: T;
  readonly machineDeployment: MachineDeployment | undefined;
  readonly machineSets: readonly MachineSet[];
}

/** Lets pass what a managed topology owns and nobody has paused. Everything else keeps its templates: users made them. */
export async function admitTopologyOwned(client: Pick<Client, 'get'>, object: MachineDeployment | MachineSet): Promise<Admission> {
  const { metadata, spec } = object;
  if (metadata.labels?.[clusterTopologyOwnedLabel] === undefined) return { step: 'wait', reason: 'NotTopologyOwned' };
  const cluster = await client.get(Clusters, { namespace: metadata.namespace, name: spec.clusterName });
  if (!cluster) return { step: 'wait', reason: 'WaitingForCluster' };
  return cluster.spec.paused || hasPausedAnnotation(object) ? { step: 'wait', reason: 'Paused' } : { step: 'proceed' };
}

/** Reads the MachineDeployment of a name, and all of its MachineSets. */
export async function gatherTemplateUsers<T extends KubeObject>(client: Pick<Client, 'get' | 'list'>, leaving: T, deploymentName: string): Promise<TemplateCleanupScope<T>> {
  const { namespace } = leaving.metadata;
  const [machineDeployment, machineSets] = await Promise.all([
    client.get(MachineDeployments, { namespace, name: deploymentName }),
    client.list(MachineSets, { namespace, labels: { [machineDeploymentNameLabel]: deploymentName } }),
  ]);
  return { leaving, machineDeployment, machineSets };
}

/** Deletes the templates that nothing uses once the object is gone. */
export function templateCleanup<T extends MachineDeployment | MachineSet>({ client, external }: TemplateCleanupDeps): Phase<TemplateCleanupScope<T>> {
  return async (scope, { log, signal }) => {
    const { namespace } = scope.leaving.metadata;
    for (const { apiGroup, kind, name } of unusedTemplates(scope)) {
      const resolved = await resolveInstalled(external, apiGroup, kind);
      // Without the kind there is no template.
      if (!resolved) continue;
      await client.delete(resolved, { namespace, name }, { signal });
      log.info('Deleting a template', { [kind]: `${namespace ?? ''}/${name}`, reason: 'nothing of the topology uses it any more' });
    }
    return done;
  };
}

async function resolveInstalled(external: ExternalObjects, apiGroup: string, kind: string) {
  try {
    return (await external.resolve({ apiGroup, kind })).resource;
  } catch (thrown) {
    if (thrown instanceof ExternalKindNotFoundError) return undefined;
    throw thrown;
  }
}

/** What both cleanups have in common: they report nothing, and leave pausing to the controllers that do. */
export const silent = { ownedConditions: [], pausable: false, observesGeneration: false, apply: [] } as const satisfies Partial<Reconciler<KubeObject, unknown>>;
