import type { KubeObject, Resource } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { isConflict } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { ObjectStore } from '../cache/object-store.ts';
import { runReflector } from '../cache/reflector.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

export interface WebhookConfiguration extends KubeObject {
  webhooks?: { name: string; clientConfig: { caBundle?: string; [field: string]: unknown }; [field: string]: unknown }[];
}

const admission = { group: 'admissionregistration.k8s.io', version: 'v1', namespaced: false } as const;
export const mutatingWebhookConfigurations: Resource<WebhookConfiguration> = { ...admission, kind: 'MutatingWebhookConfiguration', plural: 'mutatingwebhookconfigurations' };
export const validatingWebhookConfigurations: Resource<WebhookConfiguration> = { ...admission, kind: 'ValidatingWebhookConfiguration', plural: 'validatingwebhookconfigurations' };

export interface CaInjectorOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Configurations of this service, by name. */
  readonly names: readonly { readonly resource: Resource<WebhookConfiguration>; readonly name: string }[];
  /** The bundle as it is now. */
  readonly bundle: () => string;
  /** Told whenever a configuration has been seen with the bundle in place. */
  readonly onInjected: (name: string) => void;
}

const retryMs = 1000;

/** Keeps the CA bundle of the service's own webhook configurations, also when they are applied again from outside. Configurations that do not exist are waited for. */
export function startCaInjector(options: CaInjectorOptions): { refresh(): void } {
  const refreshers = options.names.map(({ resource, name }) => keepInjected(options, resource, name));
  return {
    refresh() {
      for (const refresh of refreshers) refresh();
    },
  };
}

function keepInjected(options: CaInjectorOptions, resource: Resource<WebhookConfiguration>, name: string): () => void {
  const { client, clock, log, signal } = options;
  const store = new ObjectStore<WebhookConfiguration>();
  const inject = async (): Promise<void> => {
    const configuration = store.get({ name });
    if (!configuration || signal.aborted) return;
    const body = bundlePatch(configuration, Buffer.from(options.bundle()).toString('base64'));
    if (body.length === 0) return options.onInjected(name);
    try {
      store.upsert(await client.patch(resource, { name }, { type: 'json', body }));
      log.info('Injecting CA bundle', { [resource.kind]: name, reason: 'bundle differs' });
      options.onInjected(name);
    } catch (error) {
      if (!isConflict(error)) log.error('Failing to inject CA bundle', { [resource.kind]: name, err: toError(error), retryAfterMs: retryMs });
      clock.after(retryMs, () => void inject());
    }
  };
  void runReflector({ client, resource, store, clock, log, signal, fieldSelector: `metadata.name=${name}`, onChange: () => void inject(), onSynced: () => undefined });
  return () => void inject();
}

function bundlePatch({ metadata, webhooks = [] }: WebhookConfiguration, caBundle: string): { op: string; path: string; value: unknown }[] {
  const changes = webhooks.flatMap(({ clientConfig }, i) => (clientConfig.caBundle === caBundle ? [] : [{ op: 'add', path: `/webhooks/${i}/clientConfig/caBundle`, value: caBundle }]));
  // Positions hold only for the version that was looked at.
  return changes.length === 0 ? [] : [{ op: 'test', path: '/metadata/resourceVersion', value: metadata.resourceVersion }, ...changes];
}
