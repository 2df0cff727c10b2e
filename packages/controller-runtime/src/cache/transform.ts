import type { KubeObject } from '@clusterwright/api';

/**
 * Drops managedFields but for server-side apply entries of the main resource, which `Client.apply` compares with.
 * The metadata is rebuilt: deleting the key in place would turn it into a slow dictionary (dependencies.md 1.3).
 */
export function withoutForeignManagedFields<T extends KubeObject>(object: T): T {
  const { managedFields, ...metadata } = object.metadata;
  if (!managedFields) return object;
  const applied = managedFields.filter(({ operation, subresource }) => operation === 'Apply' && !subresource);
  return { ...object, metadata: applied.length > 0 ? { ...metadata, managedFields: applied } : metadata };
}
