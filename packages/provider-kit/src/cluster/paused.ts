import { pausedAnnotation, type KubeObject } from '@clusterwright/api';

/** Whether the object itself says it is paused; any value counts. */
export function hasPausedAnnotation({ metadata }: Pick<KubeObject, 'metadata'>): boolean {
  return metadata.annotations?.[pausedAnnotation] !== undefined;
}

/** Whether an object must not be reconciled: its Cluster is paused, or it is itself (COND-09). */
export function isPaused(cluster: { readonly spec: { readonly paused?: boolean | undefined } } | undefined, object: Pick<KubeObject, 'metadata'>): boolean {
  return cluster?.spec.paused === true || hasPausedAnnotation(object);
}
