import { clusterNameLabel, groupOf, type KubeObject, type ObjectKey, type OwnerReference } from '@clusterwright/api';
import { Clusters, type Cluster } from '@clusterwright/api/core/v1beta2';
import type { Client } from '@clusterwright/controller-runtime';

/** Name of the Cluster an object belongs to, as its label says. */
export function clusterNameOf({ metadata }: Pick<KubeObject, 'metadata'>): string | undefined {
  return metadata.labels?.[clusterNameLabel] || undefined;
}

/** Key of the Cluster an object belongs to, as its label says. */
export function clusterKeyOf({ metadata }: Pick<KubeObject, 'metadata'>): ObjectKey | undefined {
  const name = clusterNameOf({ metadata });
  return name === undefined ? undefined : { namespace: metadata.namespace, name };
}

/** The owner reference to a Cluster, of whichever version of the API. */
export function clusterOwnerOf({ metadata }: Pick<KubeObject, 'metadata'>): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ kind, apiVersion }) => kind === Clusters.kind && groupOf(apiVersion) === Clusters.group);
}

/** The Cluster named by the object's label; undefined where there is no label or no such Cluster. */
export async function findClusterByLabel(client: Pick<Client, 'get'>, object: Pick<KubeObject, 'metadata'>): Promise<Cluster | undefined> {
  const key = clusterKeyOf(object);
  return key && (await client.get(Clusters, key));
}

/** The Cluster that owns the object; undefined where none does, or it is gone. */
export async function findOwnerCluster(client: Pick<Client, 'get'>, object: Pick<KubeObject, 'metadata'>): Promise<Cluster | undefined> {
  const owner = clusterOwnerOf(object);
  return owner && (await client.get(Clusters, { namespace: object.metadata.namespace, name: owner.name }));
}

/** Keys of a Cluster for objects that carry its label: for watches. */
export function toClusterKey(object: KubeObject): readonly ObjectKey[] {
  const key = clusterKeyOf(object);
  return key ? [key] : [];
}
