import type { ObjectReference } from '@clusterwright/api/schema/corev1.schema';
import type { MachinePool } from '@clusterwright/api/core/v1beta2';
import type { EventSink } from '@clusterwright/controller-runtime';

/** The text of the message is what upstream's users may look for: references in the notation of Go. */
export function nodeRefsSet(events: EventSink, machinePool: MachinePool, nodeRefs: readonly ObjectReference[]): void {
  const texts = nodeRefs.map(({ kind = '', name = '', uid = '', apiVersion = '' }) => `{Kind:${kind} Namespace: Name:${name} UID:${uid} APIVersion:${apiVersion} ResourceVersion: FieldPath:}`);
  events.normal(machinePool, 'SuccessfulSetNodeRefs', `[${texts.join(' ')}]`);
}
