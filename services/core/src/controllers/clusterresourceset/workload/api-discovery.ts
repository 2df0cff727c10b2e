import { groupOf } from '@clusterwright/api';
import type { Resource, UnstructuredObject } from '@clusterwright/api';
import { AppError } from '@clusterwright/api/errors';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';

/** The workload cluster serves no such kind. Surfaces as a resource that was not applied; retried with backoff, because its definition may come later. */
export class KindNotServedError extends AppError {
  readonly code = 'KindNotServed';
}

/**
 * Finds out where objects of a kind live in a workload cluster, by its discovery API.
 *
 * What a connection has told is remembered as long as the connection; a kind it did not know is asked for again, at most once a second.
 * Errors: `KindNotServedError`; those of `KubeClient`.
 */
export interface ApiDiscovery {
  resolve(client: KubeClient, object: Pick<UnstructuredObject, 'apiVersion' | 'kind'>, options: { readonly now: Date; readonly signal: AbortSignal }): Promise<Resource<UnstructuredObject>>;
}

interface Answer {
  readonly at: number;
  readonly kinds: Promise<ReadonlyMap<string, Resource<UnstructuredObject>>>;
}

const askAgainMs = 1_000;

export function createApiDiscovery(): ApiDiscovery {
  const connections = new WeakMap<KubeClient, Map<string, Answer>>();

  const answerOf = (client: KubeClient, apiVersion: string, at: number, signal: AbortSignal): Answer => {
    const answers = connections.get(client) ?? new Map<string, Answer>();
    connections.set(client, answers);
    const answer: Answer = { at, kinds: servedKinds(client, apiVersion, signal) };
    answers.set(apiVersion, answer);
    // An answer that did not come is not remembered.
    answer.kinds.catch(() => answers.get(apiVersion) === answer && answers.delete(apiVersion));
    return answer;
  };

  return {
    async resolve(client, { apiVersion, kind }, { now, signal }) {
      const at = now.getTime();
      const known = connections.get(client)?.get(apiVersion) ?? answerOf(client, apiVersion, at, signal);
      const resource = (await known.kinds).get(kind);
      if (resource) return resource;
      const isOld = at - known.at >= askAgainMs;
      const again = isOld ? (await answerOf(client, apiVersion, at, signal).kinds).get(kind) : undefined;
      if (!again) throw new KindNotServedError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
      return again;
    },
  };
}

async function servedKinds(client: KubeClient, apiVersion: string, signal: AbortSignal): Promise<ReadonlyMap<string, Resource<UnstructuredObject>>> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { status, body } = await client.raw('GET', path, { signal });
  if (status === 404) return new Map();
  if (status >= 400) throw new ApiError(`GET ${path}: ${body.slice(0, 200)}`, { status, reason: 'DiscoveryFailed' });
  const [group, version] = [groupOf(apiVersion), apiVersion.slice(apiVersion.indexOf('/') + 1)];
  // Subresources are listed as `deployments/scale`.
  const served = resourcesOf(path, body).filter(({ name }) => !name.includes('/'));
  return new Map(served.map(({ name, kind, namespaced }) => [kind, { group, version, kind, plural: name, namespaced }]));
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function resourcesOf(path: string, body: string): readonly ApiResource[] {
  try {
    // The form of an APIResourceList is part of the Kubernetes API.
    const { resources = [] } = JSON.parse(body) as { readonly resources?: readonly ApiResource[] };
    return resources;
  } catch (error) {
    throw new TransportError(`GET ${path}: answer is no APIResourceList`, { cause: error });
  }
}
