import { groupOf } from '@clusterwright/api';
import type { UnstructuredObject } from '@clusterwright/api';
import type { Machine, MachineSet } from '@clusterwright/api/core/v1beta2';

export interface OrphanInput {
  readonly machineSet: MachineSet;
  readonly machines: readonly Pick<Machine, 'spec'>[];
  /** Infrastructure machines and bootstrap configs that carry the labels of the MachineSet. */
  readonly objects: readonly UnstructuredObject[];
  /** Names of Machines that may exist without being known. */
  readonly pendingNames: readonly string[];
}

/** Objects the MachineSet made for Machines that never came to be. What a Machine has taken over is none of its business any more. */
export function findOrphans({ machineSet, machines, objects, pendingNames }: OrphanInput): readonly UnstructuredObject[] {
  return objects.filter(
    (object) =>
      object.metadata.deletionTimestamp === undefined &&
      isOwnedBy(object, machineSet) &&
      !pendingNames.includes(object.metadata.name) &&
      !machines.some(({ spec }) => [spec.infrastructureRef, spec.bootstrap.configRef].some((ref) => ref?.kind === object.kind && ref.name === object.metadata.name)),
  );
}

function isOwnedBy({ metadata }: UnstructuredObject, machineSet: MachineSet): boolean {
  return (metadata.ownerReferences ?? []).some(({ apiVersion, kind, uid }) => kind === 'MachineSet' && groupOf(apiVersion) === 'cluster.x-k8s.io' && uid === machineSet.metadata.uid);
}
