import type { OwnerReference } from '@clusterwright/api';
import type { Secret } from '@clusterwright/api/kubernetes';
import { controllerOf, isSameOwner } from '@clusterwright/provider-kit/cluster/owner-references';
import { kubeconfigOf, needsRenewal } from '@clusterwright/provider-kit/kubeconfig/kubeconfig';
import { clusterSecretType } from '@clusterwright/api';
import { ownerReferencesWith } from './certificates.plan.ts';

export interface KubeconfigPlan {
  readonly step: 'create' | 'update' | 'done';
  /** The owner references to set; undefined where they are right. */
  readonly ownerReferences?: readonly OwnerReference[] | undefined;
  /** Whether the client certificate is due. */
  readonly renew?: boolean | undefined;
}

/** A kubeconfig is made where there is none, and renewed at half of its life where it is ours; one that a user supplied is left alone (KCP-05). */
export function planKubeconfig(secret: Secret | undefined, owner: OwnerReference, now: Date): KubeconfigPlan {
  if (!secret) return { step: 'create' };
  const ownerReferences = secret.type === clusterSecretType ? ownerReferencesWith(secret, owner) : undefined;
  const controller = controllerOf(secret);
  const isOurs = ownerReferences !== undefined || (controller !== undefined && isSameOwner(controller, owner));
  const renew = isOurs && needsRenewal(kubeconfigOf(secret), now);
  return { step: ownerReferences || renew ? 'update' : 'done', ownerReferences, renew };
}
