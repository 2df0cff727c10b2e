import { kubeadmControlPlaneMetadataFieldManager, type UnstructuredObject } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Cluster, Machine } from '@clusterwright/api/core/v1beta2';
import { mergeDiff } from '@clusterwright/controller-runtime/driver/merge-diff';
import { controlPlaneMachineAnnotations, controlPlaneMachineLabels, deletionRelevantSpec } from '../desired-state.plan.ts';

export const metadataManager = kubeadmControlPlaneMetadataFieldManager;

/** What a Machine being deleted still takes over: how its deletion goes on. Undefined where nothing differs. */
export function deletingMachinePatch(controlPlane: KubeadmControlPlane, machine: Machine): object | undefined {
  // Seen as a plain object: the diff knows no kinds.
  const spec = mergeDiff(deletionRelevantSpec(controlPlane), machine.spec);
  return spec && { spec };
}

/** Labels and annotations that the objects of a Machine take over; nothing else of them is touched. */
export function syncedMetadata(controlPlane: KubeadmControlPlane, cluster: Cluster, object: Pick<UnstructuredObject, 'apiVersion' | 'kind' | 'metadata'>): UnstructuredObject {
  const { name, namespace, uid } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      // An object deleted meanwhile must not be made again.
      ...(uid === undefined ? {} : { uid }),
      labels: controlPlaneMachineLabels(controlPlane, cluster.metadata.name),
      annotations: controlPlaneMachineAnnotations(controlPlane),
    },
  };
}
