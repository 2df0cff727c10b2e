import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import type { EventSource, Manager } from '@clusterwright/controller-runtime';
import { Informer } from '@clusterwright/controller-runtime/cache/informer';
import { systemClock } from '@clusterwright/controller-runtime/clock';

export interface ResourceChangesOptions<T extends KubeObject> {
  readonly manager: Pick<Manager, 'live' | 'log' | 'namespace'>;
  readonly resource: Resource<T>;
  readonly toKeys: (object: KubeObject) => Promise<readonly ObjectKey[]>;
}

/**
 * Wakes keys when an object of a kind appears or changes.
 *
 * The watch asks the API server for metadata only and keeps no more of it than identity and owners, so no Secret data enters this process. A label selector
 * cannot narrow it: users label their manifests as they like. Nor can the type of Secrets: one of the wrong type has to be noticed to be complained about.
 */
export function resourceChanges<T extends KubeObject>({ manager, resource, toKeys }: ResourceChangesOptions<T>): EventSource {
  return (enqueue) => {
    const { live, log, namespace } = manager;
    const stop = new AbortController();
    const informer = new Informer<T>({ client: live, resource, clock: systemClock, log, signal: stop.signal, namespace, cache: { metadataOnly: true, transform: identityAndOwners } });
    const wake = async (object: T): Promise<void> => {
      try {
        for (const key of await toKeys(object)) enqueue(key);
      } catch (error) {
        log.error('Failing to find which ClusterResourceSets a resource concerns', { [resource.kind]: `${object.metadata.namespace}/${object.metadata.name}`, err: toError(error).message });
      }
    };
    informer.addListener(({ next }) => {
      // Nothing is taken back where manifests are deleted.
      if (next) void wake(next);
    });
    informer.start();
    return () => stop.abort();
  };
}

function identityAndOwners<T extends KubeObject>({ apiVersion, kind, metadata }: T): T {
  const { name, namespace, uid, resourceVersion, ownerReferences } = metadata;
  // What is left is all that a listener here may read.
  return { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion, ownerReferences } } as T;
}
