import { groupOf, type KubeObject, type OwnerReference } from '@clusterwright/api';

/** A reference that makes `owner` keep its dependent from being orphaned; a controller reference where `controller` is set. */
export function ownerReferenceTo(owner: KubeObject, options: { readonly controller?: boolean } = {}): OwnerReference {
  const reference: OwnerReference = { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid ?? '' };
  return options.controller ? { ...reference, controller: true, blockOwnerDeletion: true } : reference;
}

/** Whether two references mean the same owner, whatever their API versions. */
export function isSameOwner(a: OwnerReference, b: Pick<OwnerReference, 'apiVersion' | 'kind' | 'name'>): boolean {
  return a.kind === b.kind && a.name === b.name && groupOf(a.apiVersion) === groupOf(b.apiVersion);
}

export function isOwnedBy({ metadata }: Pick<KubeObject, 'metadata'>, owner: KubeObject): boolean {
  return (metadata.ownerReferences ?? []).some((reference) => isSameOwner(reference, { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name }));
}

export function controllerOf({ metadata }: Pick<KubeObject, 'metadata'>): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** The list with the reference added, or put in place of the one it replaces; the very list given where nothing changes. */
export function withOwnerReference(references: readonly OwnerReference[], reference: OwnerReference): readonly OwnerReference[] {
  const index = references.findIndex((candidate) => isSameOwner(candidate, reference));
  if (index < 0) return [...references, reference];
  return isEqual(references[index], reference) ? references : references.with(index, reference);
}

function isEqual(a: OwnerReference | undefined, b: OwnerReference): boolean {
  const flags = (reference: OwnerReference | undefined): boolean[] => [reference?.controller ?? false, reference?.blockOwnerDeletion ?? false];
  return a?.apiVersion === b.apiVersion && a.uid === b.uid && String(flags(a)) === String(flags(b));
}
