import { keyOf, keyString } from '@clusterwright/api';
import type { Cluster } from '@clusterwright/api/core/v1beta2';
import type { Client, ReconcileContext } from '@clusterwright/controller-runtime';
import { ownerReferenceTo, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';
import type { ObservedObject } from '../../shared/observed-object.scope.ts';

/**
 * Makes the Cluster an owner of a template, so that it moves and goes with the Cluster. Nothing is written where it is one already, nor where the kind does not say
 * that it is a template.
 * Errors: the one that reading the template met.
 */
export async function ensureOwnedByCluster(client: Client, template: ObservedObject, cluster: Cluster, { log, signal }: ReconcileContext): Promise<void> {
  if (template.kind === 'failed') throw template.error;
  if (template.kind !== 'found') return;
  const { object, resource } = template;
  if (!object.kind.endsWith('Template')) return;
  const current = object.metadata.ownerReferences ?? [];
  const ownerReferences = withOwnerReference(current, ownerReferenceTo(cluster));
  if (ownerReferences === current) return;

  log.info('Making the Cluster own a template', { [object.kind]: keyString(keyOf(object)), reason: 'templates move and go with their Cluster' });
  const body = { metadata: { ownerReferences, resourceVersion: object.metadata.resourceVersion } };
  await client.patch(resource, keyOf(object), { type: 'merge', body }, { signal });
}
