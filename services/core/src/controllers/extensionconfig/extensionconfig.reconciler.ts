import type { ExtensionConfig } from '@clusterwright/api/runtime/v1beta2';
import type { Reconciler } from '@clusterwright/controller-runtime';
import { gatherExtensionConfigScope, type ExtensionConfigDeps, type ExtensionConfigScope } from './extensionconfig.scope.ts';
import { reportExtensionConfig } from './extensionconfig.status.ts';
import { discovery } from './phases/discovery.act.ts';

/**
 * Knows which handlers a runtime extension has, and tells the rest of the process.
 *
 * - reads: the Secret with the extension's authority, if one is named; the extension
 * - writes: ExtensionConfig: authority, handlers; the registry of this process
 * - owns conditions: Discovered
 * - requeues: with backoff while discovery fails; everything else wakes on a watch
 */
export function extensionConfigReconciler(deps: ExtensionConfigDeps): Reconciler<ExtensionConfig, ExtensionConfigScope> {
  const { registry } = deps;
  return {
    name: 'extensionconfig',
    ownedConditions: ['Discovered'],
    observesGeneration: false,
    admit({ metadata }) {
      if (metadata.deletionTimestamp === undefined) return { step: 'proceed' };
      // Also where it is paused: whoever deletes an extension wants it to be called no more.
      registry.remove(metadata.name);
      return { step: 'wait', reason: 'Deleting' };
    },
    gather: (extensionConfig, ctx) => gatherExtensionConfigScope(deps, extensionConfig, ctx),
    apply: [discovery(deps)],
    // No clean-up of its own; admission of a deleted object comes first where there is some.
    cleanup: [],
    forget: ({ name }) => registry.remove(name),
    report: reportExtensionConfig,
  };
}
