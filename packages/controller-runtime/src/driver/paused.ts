import type { KubeObject } from '@clusterwright/api';
import type { ConditionDraft } from '../reconciler.ts';

const pausedAnnotation = 'cluster.x-k8s.io/paused';

export function isPausedByAnnotation({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[pausedAnnotation] !== undefined;
}

/** The Paused condition (spec COND-09). Pure. */
export function pausedCondition(object: KubeObject, clusterPaused: boolean): ConditionDraft {
  const messages = [
    ...(clusterPaused ? ['Cluster spec.paused is set to true'] : []),
    ...(isPausedByAnnotation(object) ? [`${object.kind} has the ${pausedAnnotation} annotation`] : []),
  ];
  return messages.length > 0
    ? { type: 'Paused', status: 'True', reason: 'Paused', message: messages.join(', ') }
    : { type: 'Paused', status: 'False', reason: 'NotPaused' };
}
