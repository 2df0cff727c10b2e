import { groupOf, keyOf } from '@clusterwright/api';
import type { ObjectKey, UnstructuredObject } from '@clusterwright/api';
import { MachineDeployments } from '@clusterwright/api/core/v1beta2';
import type { Cluster, MachineDeployment, MachineSet } from '@clusterwright/api/core/v1beta2';
import { selectorMatches } from '@clusterwright/api/label-selector';
import type { Client } from '@clusterwright/controller-runtime';
import { controllerOf } from '@clusterwright/provider-kit/cluster/owner-references';
import { refersTo } from '../machineset/machineset.watches.ts';

/** The MachineDeployment that controls a MachineSet; of a set without controller, all that may adopt it. */
export function machineSetToMachineDeployments(client: Pick<Client, 'list'>) {
  return async (machineSet: MachineSet): Promise<readonly ObjectKey[]> => {
    const { namespace, labels } = machineSet.metadata;
    const controller = controllerOf(machineSet);
    if (controller) return controller.kind === 'MachineDeployment' && groupOf(controller.apiVersion) === MachineDeployments.group ? [{ namespace, name: controller.name }] : [];
    const candidates = await client.list(MachineDeployments, { namespace, filter: (object) => selectorMatches((object as MachineDeployment).spec.selector, labels) });
    return candidates.map(keyOf);
  };
}

/** Whether an update of a MachineSet is detail: neither what it is nor its counters changed, only what it says of its Machines. */
export function isMachineSetDetail(next: MachineSet, previous: MachineSet | undefined): boolean {
  const decisive = ({ metadata: { labels, annotations, ownerReferences, finalizers, deletionTimestamp }, spec, status = {} }: MachineSet): string =>
    JSON.stringify([
      [labels, annotations, ownerReferences, finalizers, deletionTimestamp, spec],
      [status.replicas, status.readyReplicas, status.availableReplicas, status.upToDateReplicas, status.versions, status.observedGeneration],
    ]);
  return previous !== undefined && decisive(next) === decisive(previous);
}

/** All MachineDeployments of a Cluster. */
export function clusterToMachineDeployments(client: Pick<Client, 'list'>) {
  return async ({ metadata }: Cluster): Promise<readonly ObjectKey[]> =>
    (await client.list(MachineDeployments, { namespace: metadata.namespace, filter: (object) => (object as MachineDeployment).spec.clusterName === metadata.name })).map(keyOf);
}

/** A Cluster matters when it appears, and when it is paused or resumed. */
export function isClusterOfInterest(next: Cluster | undefined, previous: Cluster | undefined): boolean {
  return next !== undefined && (previous === undefined || (next.spec.paused ?? false) !== (previous.spec.paused ?? false));
}

/** A template matters to the MachineDeployments that refer to it, and only when it appears: until then no Machine could be made. */
export function templateToMachineDeployments(client: Pick<Client, 'list'>) {
  return async (template: UnstructuredObject, previous: UnstructuredObject | undefined): Promise<readonly ObjectKey[]> => {
    if (previous !== undefined || !template.kind.endsWith('Template')) return [];
    const candidates = await client.list(MachineDeployments, { namespace: template.metadata.namespace, filter: (object) => refersTo((object as MachineDeployment).spec.template.spec, template) });
    return candidates.map(keyOf);
  };
}
