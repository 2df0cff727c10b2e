import type { extensionConfigConditions } from '@clusterwright/api/runtime/v1beta2';
import type { Draft, Report } from '@clusterwright/controller-runtime';
import { v1beta1False, v1beta1True } from '@clusterwright/provider-kit/conditions/v1beta1';
import type { ExtensionConfigScope } from './extensionconfig.scope.ts';

type DiscoveredDraft = Draft<typeof extensionConfigConditions>;

/** The handlers that were discovered, and whether it worked. Pure. */
export function reportExtensionConfig({ extensionConfig, handlers }: ExtensionConfigScope): Report {
  const { caBundle } = extensionConfig.spec.clientConfig;
  const spec = caBundle === undefined ? {} : { clientConfig: { caBundle } };
  if (!handlers) return { spec };
  if (handlers.kind === 'discovered') {
    const discovered: DiscoveredDraft = { type: 'Discovered', status: 'True', reason: 'Discovered' };
    return { spec, status: { handlers: handlers.handlers }, conditions: [discovered], v1beta1Conditions: [v1beta1True('Discovered')] };
  }
  const message = `Error in discovery: ${handlers.message}`;
  const failed: DiscoveredDraft = { type: 'Discovered', status: 'False', reason: 'NotDiscovered', message };
  return { spec, conditions: [failed], v1beta1Conditions: [v1beta1False('Discovered', 'DiscoveryFailed', 'Error', message)] };
}
