import type { KubeObject } from '@clusterwright/api';

/** Whether the object is deleted and nothing keeps it any longer: no finalizer, no grace period (Pods), no finalizer of its spec (Namespaces). */
export function isEnded(object: KubeObject): boolean {
  const { deletionTimestamp, finalizers = [], deletionGracePeriodSeconds = 0 } = object.metadata;
  const { finalizers: ofSpec = [] } = (object as { spec?: { finalizers?: readonly string[] } }).spec ?? {};
  return deletionTimestamp !== undefined && finalizers.length === 0 && deletionGracePeriodSeconds === 0 && ofSpec.length === 0;
}
