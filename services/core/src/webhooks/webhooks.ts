import type { AdmissionWebhook } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';

/** Webhooks of the kinds whose controllers run in core (spec 2.11). */
export function coreWebhooks(_options: { features: FeatureGates }): AdmissionWebhook[] {
  return [];
}
