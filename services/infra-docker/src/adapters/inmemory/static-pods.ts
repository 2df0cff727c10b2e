import type { KubeObject, ObjectKey } from '@clusterwright/api';
import { keyString } from '@clusterwright/api';
import type { JsonObject } from './store/json-values.ts';
import type { ObjectStore } from './store/object-store.ts';
import { namespaceResource, podResource } from './store/resources.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';

/**
 * The static Pods of running components: present from `add` to `remove`, whatever clients do to them.
 *
 * As with a kubelet, a deleted mirror Pod comes back; the annotation keeps drains from trying.
 */
export class StaticPods {
  readonly #store: ObjectStore;
  readonly #pods = new Map<string, KubeObject>();
  readonly #unsubscribe: () => void;

  constructor(store: ObjectStore) {
    this.#store = store;
    this.#unsubscribe = store.subscribe(({ kind }, { type, object }) => {
      const key = kind === 'Pod' ? keyString(object.metadata) : '';
      if (!this.#pods.has(key)) return;
      if (type === 'DELETED') queueMicrotask(() => this.#restore(key));
      // What clients and components wrote to the Pod survives its next restoration.
      else this.#pods.set(key, object);
    });
  }

  add(pod: KubeObject): void {
    const key = keyString(pod.metadata);
    const annotations = { ...pod.metadata.annotations, [mirrorAnnotation]: pod.metadata.name };
    this.#pods.set(key, { ...pod, metadata: { ...pod.metadata, annotations } });
    const present = this.#store.get(podResource, pod.metadata);
    if (present) this.annotate(pod.metadata, { ...annotations, ...present.metadata.annotations });
    else this.#restore(key);
  }

  annotate(key: ObjectKey, annotations: Readonly<Record<string, string>>): void {
    this.#store.update(podResource, key, (pod) => ({ ...pod, metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...annotations } } }));
  }

  remove(key: ObjectKey): void {
    this.#pods.delete(keyString(key));
    if (this.#store.get(podResource, key)) this.#store.delete(podResource, key);
  }

  close(): void {
    this.#unsubscribe();
    this.#pods.clear();
  }

  #restore(key: string): void {
    const pod = this.#pods.get(key);
    if (!pod || this.#store.get(podResource, pod.metadata) || !this.#store.get(namespaceResource, { name: pod.metadata.namespace ?? '' })) return;
    this.#store.create(podResource, structuredClone(pod) as object as JsonObject, { namespace: pod.metadata.namespace });
  }
}
