import { keyString } from '@clusterwright/api';
import type { KubeObject, ObjectKey } from '@clusterwright/api';
import type { EventSink } from '@clusterwright/controller-runtime';

/** Why an object waits for ever; also the reason in the log. */
export const unservedBackend = 'spec.backend.docker is not served by this version';

/** Says of an object that nothing will be done for it: once per object and process, however often it is looked at. */
export interface UnservedBackendNotice {
  readonly tell: (object: KubeObject, events: EventSink) => void;
  readonly forget: (key: ObjectKey) => void;
}

export function createUnservedBackendNotice(): UnservedBackendNotice {
  const told = new Map<string, string>();
  return {
    tell(object, events) {
      const { metadata } = object;
      const subject = `${metadata.uid}${metadata.deletionTimestamp === undefined ? '' : ' deleted'}`;
      if (told.get(keyString(metadata)) === subject) return;
      told.set(keyString(metadata), subject);
      events.warning(object, 'BackendNotServed', messageOf(object));
    },
    forget: (key) => void told.delete(keyString(key)),
  };
}

function messageOf({ metadata }: KubeObject): string {
  const finalizers = metadata.finalizers ?? [];
  if (metadata.deletionTimestamp === undefined || finalizers.length === 0) return `${unservedBackend}: nothing is done for this object; use spec.backend.inMemory`;
  return `${unservedBackend}: what another manager made for this object is not taken away, and its finalizers stay: ${finalizers.join(', ')}`;
}
