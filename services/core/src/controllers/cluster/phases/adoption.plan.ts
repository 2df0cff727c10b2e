import { clusterNameLabel, type OwnerReference, type UnstructuredObject } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { controllerOf, isSameOwner, ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import { AlreadyControlledError } from '../../shared/already-controlled-error.ts';

/** Metadata to merge into an object so that it belongs to the Cluster. */
export interface Adoption {
  readonly ownerReferences?: readonly OwnerReference[];
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * What an InfraCluster or control plane lacks of belonging to its Cluster (CL-02); undefined where it lacks nothing.
 *
 * The Cluster becomes the controller only of what its topology made: other tools may control what a user made.
 * Errors: `AlreadyControlledError`.
 */
export function planAdoption(cluster: Cluster, object: UnstructuredObject): Adoption | undefined {
  const isManaged = cluster.spec.topology !== undefined;
  const reference = ownerReferenceTo(cluster, { controller: isManaged });
  const controller = controllerOf(object);
  if (isManaged && controller && !isSameOwner(controller, reference)) {
    throw new AlreadyControlledError(`failed to adopt ${object.kind} ${object.metadata.name}: already controlled by ${controller.kind} ${controller.name}`);
  }
  const references = object.metadata.ownerReferences ?? [];
  const hasReference = references.some((candidate) => isExact(candidate, reference));
  const hasLabel = object.metadata.labels?.[clusterNameLabel] === cluster.metadata.name;
  if (hasReference && hasLabel) return undefined;
  return {
    ...(hasReference ? {} : { ownerReferences: withOwnerReference(references, reference) }),
    ...(hasLabel ? {} : { labels: { [clusterNameLabel]: cluster.metadata.name } }),
  };
}

function isExact(a: OwnerReference, b: OwnerReference): boolean {
  return a.apiVersion === b.apiVersion && a.kind === b.kind && a.name === b.name && a.uid === b.uid && (a.controller ?? false) === (b.controller ?? false);
}
