import type { OwnerReference } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { ObservedExternal } from '@clusterwright/contract';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';

export type InfraTemplatePlan = { readonly step: 'wait' } | { readonly step: 'own'; readonly ownerReferences: readonly OwnerReference[] } | { readonly step: 'done' };

/** The template belongs to the Cluster, so that it is moved and deleted with it. */
export function planInfraTemplate(template: ObservedExternal, cluster: Cluster): InfraTemplatePlan {
  if (template.kind !== 'found') return { step: 'wait' };
  const current = template.object.metadata.ownerReferences ?? [];
  const ownerReferences = withOwnerReference(current, ownerReferenceTo(cluster));
  return ownerReferences === current ? { step: 'done' } : { step: 'own', ownerReferences };
}
