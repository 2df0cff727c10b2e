import { clusterNameLabel, type OwnerReference, type UnstructuredObject } from '@clusterwright/api';
import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import { controllerOf, isSameOwner, ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import { AlreadyControlledError } from '../../shared/already-controlled-error.ts';

/** Metadata to merge into the object, so that the MachinePool controls it and its cluster is known. */
export interface OwnershipPatch {
  readonly metadata: {
    readonly ownerReferences?: readonly OwnerReference[];
    readonly labels?: Readonly<Record<string, string>>;
    readonly resourceVersion?: string | undefined;
  };
}

/** What makes the MachinePool the controller of an object it refers to; undefined where it is already (spec MP-01). Errors: `AlreadyControlledError`. */
export function planOwnership(machinePool: MachinePool, { kind, metadata }: UnstructuredObject): OwnershipPatch | undefined {
  const { ownerReferences: current = [], labels, resourceVersion } = metadata;
  const desired = ownerReferenceTo(machinePool, { controller: true });
  const controller = controllerOf({ metadata });
  if (controller && !isSameOwner(controller, desired)) throw new AlreadyControlledError(`${kind} ${metadata.name} is already controlled by ${controller.kind} ${controller.name}, not by MachinePool ${desired.name}`);

  const ownerReferences = withOwnerReference(current, desired);
  const hasLabel = labels?.[clusterNameLabel] === machinePool.spec.clusterName;
  if (ownerReferences === current && hasLabel) return undefined;
  return {
    metadata: {
      // Owner references are one list for all writers: a stale one must not be written back.
      ...(ownerReferences === current ? {} : { ownerReferences, resourceVersion }),
      ...(hasLabel ? {} : { labels: { [clusterNameLabel]: machinePool.spec.clusterName } }),
    },
  };
}
