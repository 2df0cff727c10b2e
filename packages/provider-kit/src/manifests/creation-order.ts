import type { KubeObject } from '@clusterwright/api';

/** What other objects need comes first; what is not listed comes last, in the order it was written (spec CRS-06). */
const earlyKinds: readonly string[] = [
  'Namespace',
  'CustomResourceDefinition',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Secret',
  'ConfigMap',
  'ServiceAccount',
  'LimitRange',
  'Pod',
  'ReplicaSet',
  'Endpoint',
];

/** The objects in the order in which they can be created. Pure. */
export function inCreationOrder<T extends Pick<KubeObject, 'kind'>>(objects: readonly T[]): readonly T[] {
  return objects.toSorted((a, b) => priorityOf(a) - priorityOf(b));
}

function priorityOf({ kind }: Pick<KubeObject, 'kind'>): number {
  const index = earlyKinds.indexOf(kind);
  return index < 0 ? earlyKinds.length : index;
}
