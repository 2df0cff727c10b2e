import type { KubeObject, Resource } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import type { KubeClient } from '@clusterwright/kube-client';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { EventSink } from '../reconciler.ts';
import { rfc3339 } from '../rfc3339.ts';

const eventResource: Resource = { group: '', version: 'v1', kind: 'Event', plural: 'events', namespaced: true };
const maxInFlight = 10;
const maxQueued = 500;
/** The same event about the same object within this time is told once. */
const dedupMs = 10 * 60_000;
const maxRemembered = 4096;
const sequences = 4096;

/** Sends Kubernetes Events in the background; drops them rather than hold anything up. */
export function createEventRecorder(options: { client: KubeClient; component: string; clock: Clock; log: Logger }): EventSink {
  const { client, component, clock, log } = options;
  const sentAt = new Map<string, number>();
  const queue: KubeObject[] = [];
  let inFlight = 0;
  // Begins anywhere, so that replicas do not count alike; goes on by one, so that one process never makes a name twice.
  let sequence = Math.floor(clock.random() * sequences);

  const drain = (): void => {
    while (inFlight < maxInFlight) {
      const event = queue.shift();
      if (!event) return;
      inFlight += 1;
      client
        .create(eventResource, event)
        .catch((error: unknown) => log.debug('Failing to send an Event', { err: toError(error).message }))
        .finally(() => {
          inFlight -= 1;
          drain();
        });
    }
  };

  const record = (type: 'Normal' | 'Warning', object: KubeObject, reason: string, message: string): void => {
    const now = clock.now();
    const id = `${object.metadata.uid}/${type}/${reason}/${message}`;
    const last = sentAt.get(id);
    if (last !== undefined && now.getTime() - last < dedupMs) return;
    sentAt.delete(id);
    sentAt.set(id, now.getTime());
    if (sentAt.size > maxRemembered) sentAt.delete(sentAt.keys().next().value ?? '');
    if (queue.length >= maxQueued) return;
    sequence = (sequence + 1) % sequences;
    queue.push(eventOf({ type, object, reason, message, component, now, sequence }));
    drain();
  };

  return {
    normal: (object, reason, message) => record('Normal', object, reason, message),
    warning: (object, reason, message) => record('Warning', object, reason, message),
  };
}

function eventOf(event: { type: string; object: KubeObject; reason: string; message: string; component: string; now: Date; sequence: number }): KubeObject {
  const { metadata, apiVersion, kind } = event.object;
  const suffix = (event.now.getTime() * sequences + event.sequence).toString(16);
  const time = rfc3339(event.now);
  const body = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${metadata.name.slice(0, 230).replace(/[-.]+$/, '')}.${suffix}`, namespace: metadata.namespace ?? 'default' },
    involvedObject: { apiVersion, kind, name: metadata.name, namespace: metadata.namespace, uid: metadata.uid, resourceVersion: metadata.resourceVersion },
    reason: event.reason,
    message: event.message.slice(0, 1024),
    type: event.type,
    source: { component: event.component },
    reportingComponent: event.component,
    reportingInstance: '',
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
  return body;
}
