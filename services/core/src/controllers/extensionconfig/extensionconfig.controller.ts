import { watchLabel } from '@clusterwright/api';
import { ExtensionConfigs } from '@clusterwright/api/runtime/v1beta2';
import { systemClock, type Manager } from '@clusterwright/controller-runtime';
import type { RuntimeSdk } from '@clusterwright/runtime-sdk';
import { AuthoritySecrets } from './authority-secrets.ts';
import { extensionConfigReconciler } from './extensionconfig.reconciler.ts';
import { isAsked, secretToExtensionConfigs } from './extensionconfig.watches.ts';
import { warmUp } from './warm-up.act.ts';

export interface ExtensionConfigControllerOptions extends Pick<RuntimeSdk, 'registry' | 'discover'> {
  /** `--watch-filter`; ExtensionConfigs without it are somebody else's. */
  readonly watchFilter?: string | undefined;
  /** `--extensionconfig-concurrency`. */
  readonly concurrency: number;
}

/** Adds the controller of ExtensionConfigs, and the warm-up that opens the registry. */
export function addExtensionConfigController(manager: Manager, { registry, discover, watchFilter, concurrency }: ExtensionConfigControllerOptions): void {
  const { client, live, log } = manager;
  const secrets = new AuthoritySecrets({ live, log, toKeys: async (secret) => secretToExtensionConfigs(secret, await client.list(ExtensionConfigs)) });
  const controller = manager.addController({
    for: ExtensionConfigs,
    reconciler: extensionConfigReconciler({ client, registry, discover, followSecrets: secrets.follow }),
    concurrency,
    when: isAsked,
    sources: [secrets.source],
    rbac: [
      { apiGroups: ['runtime.cluster.x-k8s.io'], resources: ['extensionconfigs', 'extensionconfigs/status'], verbs: ['get', 'list', 'watch', 'patch', 'update'] },
      { apiGroups: [''], resources: ['namespaces', 'secrets'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  const isOurs = ({ metadata }: { readonly metadata: { readonly labels?: Record<string, string> } }): boolean => !watchFilter || metadata.labels?.[watchLabel] === watchFilter;
  manager.addLeaderRunnable(warmUp({ client, registry, controller, isOurs, clock: systemClock, log }));
}
