import type { KubeObject, ObjectMeta } from '@clusterwright/api';

/** An object as the store holds it: frozen, with server-set metadata. */
export interface StoredObject extends KubeObject {
  metadata: ObjectMeta & { uid: string; resourceVersion: string };
  [field: string]: unknown;
}

/** One write as watchers see it. `previous` is absent for creations. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: StoredObject;
  readonly previous?: StoredObject | undefined;
  readonly resourceVersion: number;
}
