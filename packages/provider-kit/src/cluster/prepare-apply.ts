import { beforeFirstApplyFieldManager, keyOf, type KubeObject, type ManagedFieldsEntry, type Resource } from '@clusterwright/api';
import type { Client } from '@clusterwright/controller-runtime';

export interface PrepareApplyInput<T extends KubeObject> {
  readonly client: Pick<Client, 'live' | 'patch'>;
  readonly resource: Resource<T>;
  /** As the cache has it. */
  readonly object: T;
  readonly manager: string;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes sure that the first server-side apply of a manager to an existing object owns what it applies, alone.
 *
 * An API server that finds no managed fields on an object guesses an owner of everything, `before-first-apply`, which then keeps alive whatever the manager gives up
 * later. Objects get into this state by restores, and by a defect of API servers (kubernetes/kubernetes#136919). Costs one read, and only before the first apply.
 */
export async function prepareApply<T extends KubeObject>({ client, resource, object, manager, now, signal }: PrepareApplyInput<T>): Promise<void> {
  if (object.metadata.managedFields?.some((entry) => isApplied(entry, manager))) return;
  // The cache does not keep owners other than those of applies.
  const current = await client.live.get(resource, keyOf(object), { signal });
  const managedFields = repairedManagedFields(current, manager, now);
  if (!managedFields) return;
  const body = [
    { op: 'add', path: '/metadata/managedFields', value: managedFields },
    { op: 'replace', path: '/metadata/resourceVersion', value: current.metadata.resourceVersion },
  ];
  await client.patch(resource, keyOf(object), { type: 'json', body }, { signal });
}

/** Managed fields without the guessed owner, and never empty; undefined where nothing is wrong. Pure. */
export function repairedManagedFields({ apiVersion, metadata: { managedFields = [] } }: KubeObject, manager: string, now: Date): ManagedFieldsEntry[] | undefined {
  const isGuessed = (entry: ManagedFieldsEntry): boolean => entry.manager === beforeFirstApplyFieldManager;
  if (managedFields.length > 0 && !managedFields.some(isGuessed)) return undefined;
  const kept = managedFields.filter((entry) => !isGuessed(entry));
  if (kept.some((entry) => entry.manager === manager)) return kept;
  // The apply that follows replaces the one field named here, which only keeps the list from being empty.
  const seed: ManagedFieldsEntry = { manager, operation: 'Apply', apiVersion, time: `${now.toISOString().slice(0, 19)}Z`, fieldsType: 'FieldsV1', fieldsV1: { 'f:metadata': { 'f:name': {} } } };
  return [...kept, seed];
}

function isApplied(entry: ManagedFieldsEntry, manager: string): boolean {
  return entry.manager === manager && entry.operation === 'Apply' && !entry.subresource;
}
