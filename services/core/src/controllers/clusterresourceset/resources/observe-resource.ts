import { clusterResourceSetSecretType } from '@clusterwright/api';
import type { ResourceRef } from '@clusterwright/api/addons/v1beta2';
import { toError } from '@clusterwright/api/errors';
import type { ConfigMap, Secret } from '@clusterwright/api/kubernetes';
import { ConfigMaps, Secrets } from '@clusterwright/api/kubernetes';
import { isNotFound } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { contentOf } from './resource-content.ts';
import type { ResourceContent } from './resource-content.ts';

/** One entry of `spec.resources`, as it was found. */
export type ObservedResource =
  | { readonly kind: 'found'; readonly ref: ResourceRef; readonly object: ConfigMap | Secret; readonly content: ResourceContent }
  | { readonly kind: 'notFound'; readonly ref: ResourceRef; readonly error: Error }
  /** A Secret that was not meant for this: its data is not looked at (spec CRS-02). */
  | { readonly kind: 'wrongType'; readonly ref: ResourceRef }
  | { readonly kind: 'unreadable'; readonly ref: ResourceRef; readonly error: Error };

/**
 * Reads a resource by a live GET; never throws.
 *
 * The cache would be wrong twice: it holds the Secrets of clusters only, and drops the data that nobody else reads; and to keep every Secret and ConfigMap of the
 * management cluster in memory for the few that hold manifests would be a waste.
 */
export async function observeResource(live: Pick<KubeClient, 'get'>, namespace: string | undefined, ref: ResourceRef, signal: AbortSignal): Promise<ObservedResource> {
  const key = { namespace, name: ref.name };
  try {
    if (ref.kind === ConfigMaps.kind) return found(ref, await live.get(ConfigMaps, key, { signal }));
    const secret = await live.get(Secrets, key, { signal });
    return secret.type === clusterResourceSetSecretType ? found(ref, secret) : { kind: 'wrongType', ref };
  } catch (thrown) {
    return { kind: isNotFound(thrown) ? 'notFound' : 'unreadable', ref, error: toError(thrown) };
  }
}

function found(ref: ResourceRef, object: ConfigMap | Secret): ObservedResource {
  return { kind: 'found', ref, object, content: contentOf(object) };
}
