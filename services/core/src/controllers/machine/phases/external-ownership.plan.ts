import { clusterNameLabel, groupOf, machineControlPlaneLabel, type ManagedFieldsEntry, type OwnerReference, type UnstructuredObject } from '@clusterwright/api';
import { MachineSets, type Cluster, type Machine } from '@clusterwright/api/core/v1beta2';
import { handOverMetadata } from '@clusterwright/provider-kit/cluster/metadata-ownership';
import { isSameOwner, ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import { AlreadyControlledError } from '../../shared/already-controlled-error.ts';

/** Metadata to merge into the object, so that the Machine controls it and its cluster is known. */
export interface OwnershipPatch {
  readonly metadata: {
    readonly ownerReferences?: readonly OwnerReference[];
    readonly labels?: Readonly<Record<string, string>>;
    /** Labels and annotations of the creator are handed over to its metadata manager in the same request. */
    readonly managedFields?: readonly ManagedFieldsEntry[];
    readonly resourceVersion?: string | undefined;
  };
}

/**
 * What makes the Machine the only controller of an object it refers to; undefined where it is already.
 *
 * The MachineSet or control plane that made the object before the Machine existed gives up its place. Errors: `AlreadyControlledError`.
 */
export function planOwnership({ machine, cluster, object }: { machine: Machine; cluster: Cluster; object: UnstructuredObject }): OwnershipPatch | undefined {
  const { ownerReferences: current = [], labels } = object.metadata;
  const desired = ownerReferenceTo(machine, { controller: true });
  const kept = current.filter((owner) => !isOnCreateOwner(owner, machine, cluster));
  refuseOtherController(object, kept, desired);

  const hasOwners = kept.length === current.length && kept.some((owner) => isExact(owner, desired));
  const hasLabel = labels?.[clusterNameLabel] === machine.spec.clusterName;
  const managedFields = handOverMetadata(object, machine);
  if (hasOwners && hasLabel && !managedFields) return undefined;
  return {
    metadata: {
      ...(hasOwners ? {} : { ownerReferences: withOwnerReference(kept, desired) }),
      ...(hasLabel ? {} : { labels: { [clusterNameLabel]: machine.spec.clusterName } }),
      // Managed fields are one list for all writers: a stale one must not be written back.
      ...(managedFields ? { managedFields, resourceVersion: object.metadata.resourceVersion } : {}),
    },
  };
}

function refuseOtherController({ kind, metadata }: UnstructuredObject, owners: readonly OwnerReference[], desired: OwnerReference): void {
  const other = owners.find((owner) => owner.controller && !isSameOwner(owner, desired));
  if (other) throw new AlreadyControlledError(`${kind} ${metadata.name} is already controlled by ${other.kind} ${other.name}, not by Machine ${desired.name}`);
}

function isOnCreateOwner({ apiVersion, kind }: OwnerReference, machine: Machine, cluster: Cluster): boolean {
  const group = groupOf(apiVersion);
  if (kind === MachineSets.kind && group === MachineSets.group) return true;
  const { controlPlaneRef } = cluster.spec;
  const isOfControlPlane = machine.metadata.labels?.[machineControlPlaneLabel] !== undefined;
  return isOfControlPlane && controlPlaneRef !== undefined && kind === controlPlaneRef.kind && group === controlPlaneRef.apiGroup;
}

function isExact(a: OwnerReference, b: OwnerReference): boolean {
  return a.apiVersion === b.apiVersion && a.kind === b.kind && a.name === b.name && a.uid === b.uid && a.controller === b.controller;
}
