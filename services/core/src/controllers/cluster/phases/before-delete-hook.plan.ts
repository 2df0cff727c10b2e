import { conversionDataAnnotation } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import { isDeleteHookPending } from './deletion.plan.ts';
import type { ClusterScope } from '../cluster.scope.ts';

/** What the hook before deletion is asked with; undefined where nobody has to be asked. Pure. */
export function planBeforeDeleteHook(scope: Pick<ClusterScope, 'cluster' | 'waitsForDeleteHook'>): { readonly cluster: Cluster } | undefined {
  return isDeleteHookPending(scope) ? { cluster: clusterForHook(scope.cluster) } : undefined;
}

const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** A Cluster as extensions get it: what it should be, without status and what tools keep in it. */
export function clusterForHook({ apiVersion, kind, metadata, spec }: Cluster): Cluster {
  const { managedFields: _managedFields, annotations, ...rest } = metadata;
  const kept = Object.entries(annotations ?? {}).filter(([name]) => name !== lastAppliedAnnotation && name !== conversionDataAnnotation);
  return { apiVersion, kind, metadata: { ...rest, ...(annotations ? { annotations: Object.fromEntries(kept) } : {}) }, spec };
}
