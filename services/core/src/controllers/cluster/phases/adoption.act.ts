import { keyOf } from '@clusterwright/api';
import type { ReconcileContext } from '@clusterwright/controller-runtime';
import type { ClusterDeps, ClusterScope, ObservedReference } from '../cluster.scope.ts';
import { planAdoption } from './adoption.plan.ts';

/** Makes an object that the Cluster refers to its own; one request at most, none where nothing is missing. */
export async function adopt({ client }: ClusterDeps, { cluster }: ClusterScope, observed: ObservedReference, { log, signal }: ReconcileContext): Promise<void> {
  if (observed.kind !== 'found') return;
  const { object, resource } = observed;
  const metadata = planAdoption(cluster, object);
  if (!metadata) return;
  log.info(`Adopting ${object.kind}`, { [object.kind]: `${object.metadata.namespace}/${object.metadata.name}`, reason: 'owner reference or cluster label is missing' });
  // A stale list of owners must not overwrite a newer one.
  const lock = metadata.ownerReferences ? { resourceVersion: object.metadata.resourceVersion } : {};
  await client.patch(resource, keyOf(object), { type: 'merge', body: { metadata: { ...metadata, ...lock } } }, { signal });
}
