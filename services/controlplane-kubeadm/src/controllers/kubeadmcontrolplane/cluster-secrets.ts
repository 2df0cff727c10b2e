import { keyOf, keyString, type ObjectKey } from '@clusterwright/api';
import { Secrets, type Secret } from '@clusterwright/api/kubernetes';
import type { Client } from '@clusterwright/controller-runtime';
import { ignoreNotFound, isAlreadyExists } from '@clusterwright/kube-client';

/** Name of the index by which `find` looks in the Secret cache. */
export const secretKeyIndex = 'key';

/** The value of that index for a Secret. */
export function secretKeyValues(secret: Secret): readonly string[] {
  return [keyString(keyOf(secret))];
}

/** Secrets of clusters, of which only those with the cluster-name label are cached. */
export interface ClusterSecrets {
  /** Looks where Secrets of ours would be; one that a user made without label is found only after `create` met it. Asks the API server for nothing that does not exist. */
  find(key: ObjectKey): Promise<Secret | undefined>;
  /** Looks everywhere. */
  lookup(key: ObjectKey): Promise<Secret | undefined>;
  /** Creates the Secret, or gives the one that is already there. */
  create(secret: Secret, signal: AbortSignal): Promise<Secret>;
}

export function createClusterSecrets(client: Pick<Client, 'get' | 'list' | 'create' | 'live'>): ClusterSecrets {
  /** Secrets met without label. Bounded by what users made by hand. */
  const unlabelled = new Set<string>();
  return {
    async find(key) {
      const [cached] = await client.list(Secrets, { index: { name: secretKeyIndex, value: keyString(key) } });
      if (cached || !unlabelled.has(keyString(key))) return cached;
      const secret = await ignoreNotFound(client.live.get(Secrets, key));
      if (!secret) unlabelled.delete(keyString(key));
      return secret;
    },
    lookup: (key) => client.get(Secrets, key),
    async create(secret, signal) {
      try {
        return await client.create(Secrets, secret, { signal });
      } catch (error) {
        if (!isAlreadyExists(error)) throw error;
        unlabelled.add(keyString(keyOf(secret)));
        return client.live.get(Secrets, keyOf(secret), { signal });
      }
    },
  };
}
