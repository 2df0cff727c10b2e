import { clusterNameLabel, keyOf, keyString, machineControlPlaneLabel } from '@clusterwright/api';
import type { KubeObject, Resource } from '@clusterwright/api';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { kindFromTemplateKind } from '@clusterwright/contract';
import { done, requeueAfter, type Client, type Phase } from '@clusterwright/controller-runtime';
import type { PendingNames } from '@clusterwright/provider-kit/cluster/pending-names';
import type { ExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { planOrphans } from './orphans.plan.ts';

export interface OrphanDeps {
  readonly client: Pick<Client, 'list' | 'delete' | 'live'>;
  readonly external: Pick<ExternalObjects, 'resolve'>;
  readonly pendingNames: PendingNames;
}

/** Deletes infrastructure machines and KubeadmConfigs that were made for Machines which never came to be. */
export function orphans({ client, external, pendingNames }: OrphanDeps): Phase<ControlPlaneScope> {
  return async ({ controlPlane, cluster, machines, now }, { log, signal }) => {
    const { apiGroup, kind } = controlPlane.spec.machineTemplate.spec.infrastructureRef;
    const { resource: infrastructure } = await external.resolve({ apiGroup, kind: kindFromTemplateKind(kind) });
    const { namespace } = controlPlane.metadata;
    const labels = { [clusterNameLabel]: cluster.metadata.name };
    const machineNames = new Set([...machines.map(({ machine }) => machine.metadata.name), ...pendingNames.of(controlPlane, now)]);
    let lookAgainMs: number | undefined;
    for (const resource of [infrastructure, KubeadmConfigs] as readonly Resource[]) {
      const plan = planOrphans({ controlPlane, machineNames, objects: await client.list(resource, { namespace, labels }), now });
      lookAgainMs = plan.lookAgainMs ?? lookAgainMs;
      for (const object of plan.orphans) {
        // Asked once more: deleting what a Machine uses, because a cache lagged behind, would break that Machine for good.
        if (await isUsed(object)) continue;
        await client.delete(resource, keyOf(object), { uid: object.metadata.uid, signal });
        log.info('Deleting an orphan', { [object.kind]: keyString(keyOf(object)), reason: 'no Machine refers to it' });
      }
    }
    return lookAgainMs === undefined ? done : requeueAfter(lookAgainMs, 'WaitingForMachineCreation');

    async function isUsed({ metadata }: KubeObject): Promise<boolean> {
      const { items } = await client.live.list(Machines, { namespace, labelSelector: `${clusterNameLabel}=${cluster.metadata.name},${machineControlPlaneLabel}`, signal });
      return items.some((machine) => machine.metadata.name === metadata.name);
    }
  };
}
