import type { Condition, UnstructuredObject } from '@clusterwright/api';
import type { KubeClient } from '@clusterwright/kube-client';
import { clusters } from './manifests.ts';

/** Follows the Clusters of a namespace with one watch, and notes when each became Available and when it was gone. */
export class ClusterWatch {
  readonly availableAt = new Map<string, number>();
  readonly goneAt = new Map<string, number>();
  readonly seen = new Set<string>();
  readonly #abort = new AbortController();

  constructor(client: KubeClient, namespace: string) {
    void this.#follow(client, namespace);
  }

  stop(): void {
    this.#abort.abort();
  }

  async #follow(client: KubeClient, namespace: string): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      await this.#watchOnce(client, namespace).catch((error: unknown) => {
        if (!signal.aborted) console.error('watch of Clusters broke, starting it again:', error);
      });
    }
  }

  async #watchOnce(client: KubeClient, namespace: string): Promise<void> {
    const { signal } = this.#abort;
    for await (const event of client.watch(clusters, { namespace, sendInitialEvents: true, allowWatchBookmarks: true, timeoutSeconds: 3600, signal })) {
      if (event.type !== 'BOOKMARK') this.#note(event.type === 'DELETED', event.object as UnstructuredObject);
    }
  }

  #note(deleted: boolean, { metadata: { name }, status }: UnstructuredObject): void {
    this.seen.add(name);
    if (deleted) this.goneAt.set(name, performance.now());
    const conditions = (status?.['conditions'] ?? []) as readonly Condition[];
    const available = conditions.some((condition) => condition.type === 'Available' && condition.status === 'True');
    if (available && !this.availableAt.has(name)) this.availableAt.set(name, performance.now());
  }
}
