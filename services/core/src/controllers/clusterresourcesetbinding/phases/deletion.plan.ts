import { okToDeleteAnnotation } from '@clusterwright/api';
import type { ClusterResourceSetBindingScope } from '../clusterresourcesetbinding.scope.ts';

export type BindingDeletionPlan = { readonly step: 'keep' } | { readonly step: 'wait'; readonly reason: string } | { readonly step: 'delete'; readonly reason: string };

/** A binding lives as long as its Cluster; where extensions may hold back the deletion of a Cluster, until they have agreed (spec CRS-04). Pure. */
export function planBindingDeletion({ cluster, waitsForDeleteHook }: Pick<ClusterResourceSetBindingScope, 'cluster' | 'waitsForDeleteHook'>): BindingDeletionPlan {
  if (!cluster) return { step: 'delete', reason: 'its Cluster no longer exists' };
  if (cluster.metadata.deletionTimestamp === undefined) return { step: 'keep' };
  const hasAgreed = cluster.metadata.annotations?.[okToDeleteAnnotation] !== undefined;
  if (waitsForDeleteHook && cluster.spec.topology && !hasAgreed) return { step: 'wait', reason: 'WaitingForBeforeDeleteHook' };
  return { step: 'delete', reason: 'its Cluster is being deleted' };
}
