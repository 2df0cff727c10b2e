import type { KubeObject, OwnerReference } from '@clusterwright/api';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';

/** The owner references a resource should have so that it goes with its ClusterResourceSet, and moves with it; undefined where it has them (spec CRS-01). Pure. */
export function planResourceOwnership(owner: KubeObject, { metadata: { ownerReferences = [] } }: KubeObject): readonly OwnerReference[] | undefined {
  const reference = ownerReferenceTo(owner);
  const isOwned = ownerReferences.some(({ apiVersion, kind, name, uid }) => apiVersion === reference.apiVersion && kind === reference.kind && name === reference.name && uid === reference.uid);
  return isOwned ? undefined : withOwnerReference(ownerReferences, reference);
}
