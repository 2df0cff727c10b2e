import { clusterNameAnnotation, clusterNamespaceAnnotation, nodeUninitializedTaint, ownerKindAnnotation, ownerNameAnnotation } from '@clusterwright/api';
import { MachinePools, type MachinePool } from '@clusterwright/api/core/v1beta2';
import type { Node, Taint } from '@clusterwright/api/kubernetes';

/** A merge patch of a Node. It carries the resourceVersion where taints change, because they are replaced as a whole list. */
export interface NodePatch {
  readonly metadata?: { readonly resourceVersion?: string | undefined; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: { readonly taints: readonly Taint[] | null };
}

/** What must change for a Node to say which pool it belongs to, and to take Pods; undefined where nothing must (spec MP-06). */
export function planNodePatch({ metadata, spec }: MachinePool, node: Node): NodePatch | undefined {
  const desired = { [clusterNameAnnotation]: spec.clusterName, [clusterNamespaceAnnotation]: metadata.namespace ?? '', [ownerKindAnnotation]: MachinePools.kind, [ownerNameAnnotation]: metadata.name };
  const changed = Object.entries(desired).filter(([key, value]) => node.metadata.annotations?.[key] !== value);
  const annotations = changed.length > 0 ? { annotations: Object.fromEntries(changed) } : undefined;
  const current = node.spec?.taints ?? [];
  const taints = current.filter(({ key, effect }) => key !== nodeUninitializedTaint.key || effect !== nodeUninitializedTaint.effect);
  if (taints.length === current.length) return annotations && { metadata: annotations };
  return { metadata: { resourceVersion: node.metadata.resourceVersion, ...annotations }, spec: { taints: taints.length > 0 ? taints : null } };
}
