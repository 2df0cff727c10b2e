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

/** The object as a cache of metadata keeps it. */
export function metadataOf<T extends KubeObject>({ apiVersion, kind, metadata }: T): T {
  // A cache of metadata promises no more than these fields.
  return { apiVersion, kind, metadata } as T;
}

/** The function with a fallback where it throws: one strange object must not keep a whole kind from being read. */
export function safely<T extends KubeObject, R>(compute: (object: T) => R, fallback: (object: T) => R, report: (error: unknown, object: T) => void): (object: T) => R {
  return (object) => {
    try {
      return compute(object);
    } catch (error) {
      report(error, object);
      return fallback(object);
    }
  };
}
