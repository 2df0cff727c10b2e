import type { OwnerReference } from '@clusterwright/api';
import { clusterSecretType } from '@clusterwright/api';
import type { Secret } from '@clusterwright/api/kubernetes';
import type { ClusterCertificate } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import type { CertificatePurpose } from '@clusterwright/provider-kit/certificates/purposes';
import { controllerOf, isSameOwner, withOwnerReference } from '@clusterwright/provider-kit/cluster/owner-references';

/** What is known of the cluster's certificates in this pass. */
export type CertificatesState =
  | { readonly kind: 'unchecked' }
  | { readonly kind: 'available'; readonly certificates: readonly ClusterCertificate[] }
  /** Deleted after they were used: they cannot be made again. */
  | { readonly kind: 'missing'; readonly purposes: readonly CertificatePurpose[] }
  /** `isOwnership` where the certificates are fine and only their owner could not be set. */
  | { readonly kind: 'failed'; readonly error: Error; readonly isOwnership: boolean };

export interface CertificatePlan {
  /** To be generated now. */
  readonly generate: readonly CertificatePurpose[];
  /** Gone for good. */
  readonly missing: readonly CertificatePurpose[];
  /** Secrets that lack our ownership, with the owner references they should have. */
  readonly adopt: readonly { readonly secret: Secret; readonly ownerReferences: readonly OwnerReference[] }[];
}

/**
 * Certificates are generated only until the control plane is initialized: from then on machines trust them, and new ones would break the cluster (KCP-03).
 * Secrets of users are never owned.
 */
export function planCertificates(found: readonly ClusterCertificate[], owner: OwnerReference, initialized: boolean): CertificatePlan {
  const absent = found.filter(({ secret }) => !secret).map(({ purpose }) => purpose);
  return {
    generate: initialized ? [] : absent,
    missing: initialized ? absent : [],
    adopt: found.flatMap(({ secret }) => {
      const ownerReferences = secret && ownerReferencesWith(secret, owner);
      return secret && ownerReferences ? [{ secret, ownerReferences }] : [];
    }),
  };
}

/** The owner references a Secret of the cluster should have; undefined where they are right, or none of our business. */
export function ownerReferencesWith(secret: Secret, owner: OwnerReference): readonly OwnerReference[] | undefined {
  const current = secret.metadata.ownerReferences ?? [];
  const controller = controllerOf(secret);
  if (secret.type !== clusterSecretType && !(controller && isSameOwner(controller, owner))) return undefined;
  const withoutOthers = current.filter((reference) => !reference.controller || isSameOwner(reference, owner));
  const desired = withOwnerReference(withoutOthers, owner);
  return desired === withoutOthers && withoutOthers.length === current.length ? undefined : desired;
}

/** What to tell users of missing certificates. */
export function missingCertificatesMessage(purposes: readonly CertificatePurpose[]): string {
  const what = purposes.length === 1 ? `Cluster certificate for ${purposes[0]} is` : `Cluster certificates for ${purposes.join(', ')} are`;
  return `${what} not available, please check cluster certificate secrets`;
}
