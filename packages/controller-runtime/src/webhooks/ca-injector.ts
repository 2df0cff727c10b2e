import type { KubeObject, Resource } from '@clusterwright/api';
import { toError } from '@clusterwright/api/errors';
import { isConflict, isNotFound } from '@clusterwright/kube-client';
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
  readonly client: Pick<KubeClient, 'list' | 'watch' | 'patch'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Configurations of this service, by name. */
  readonly names: readonly { readonly resource: Resource<WebhookConfiguration>; readonly name: string }[];
  /** The bundle as it is now. */
  readonly bundle: () => string;
  /** Makes sure that `bundle` is the one all replicas share. Asked before another one is replaced: two replicas that disagree would overwrite each other for ever. */
  readonly recheck: () => Promise<void>;
  /** Told whenever a configuration has been seen with the bundle in place. */
  readonly onInjected: (name: string) => void;
}

export interface CaInjector {
  /** The bundle has changed. */
  refresh(): void;
}

const retryMs = 1000;

/** Keeps the CA bundle of the service's own webhook configurations, also when they are applied again from outside. Configurations that do not exist are waited for. */
export function startCaInjector(options: CaInjectorOptions): CaInjector {
  const injections = options.names.map(({ resource, name }) => new Injection(options, resource, name));
  return {
    refresh() {
      for (const injection of injections) injection.wake();
    },
  };
}

/** One configuration; works on it once at a time, and again where something happened meanwhile. */
class Injection {
  readonly #options: CaInjectorOptions;
  readonly #resource: Resource<WebhookConfiguration>;
  readonly #name: string;
  readonly #store = new ObjectStore<WebhookConfiguration>();
  #isRunning = false;
  #isWoken = false;

  constructor(options: CaInjectorOptions, resource: Resource<WebhookConfiguration>, name: string) {
    this.#options = options;
    this.#resource = resource;
    this.#name = name;
    const { client, clock, log, signal } = options;
    void runReflector({ client, resource, store: this.#store, clock, log, signal, fieldSelector: `metadata.name=${name}`, onChange: () => this.wake(), onSynced: () => undefined });
  }

  wake(): void {
    this.#isWoken = true;
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    const { clock, log, signal } = this.#options;
    this.#isRunning = true;
    while (this.#isWoken && !signal.aborted) {
      this.#isWoken = false;
      try {
        await this.#inject();
      } catch (error) {
        // Gone meanwhile: there is nothing to inject into, and the watch tells when it is back.
        if (isNotFound(error)) continue;
        this.#isWoken = true;
        if (!isConflict(error)) log.error('Failing to inject CA bundle', { [this.#resource.kind]: this.#name, err: toError(error), retryAfterMs: retryMs });
        await clock.sleep(retryMs, signal);
      }
    }
    this.#isRunning = false;
  }

  async #inject(): Promise<void> {
    const { client, log, recheck, onInjected } = this.#options;
    if (this.#patch().length > 0) await recheck();
    const body = this.#patch();
    if (body.length > 0) {
      this.#store.upsert(await client.patch(this.#resource, { name: this.#name }, { type: 'json', body }));
      log.info('Injecting CA bundle', { [this.#resource.kind]: this.#name, reason: 'bundle differs' });
    }
    if (this.#store.get({ name: this.#name })) onInjected(this.#name);
  }

  #patch(): { op: string; path: string; value: unknown }[] {
    const configuration = this.#store.get({ name: this.#name });
    return configuration ? bundlePatch(configuration, Buffer.from(this.#options.bundle()).toString('base64')) : [];
  }
}

function bundlePatch({ metadata, webhooks = [] }: WebhookConfiguration, caBundle: string): { op: string; path: string; value: unknown }[] {
  const changes = webhooks.flatMap(({ clientConfig }, i) => (clientConfig.caBundle === caBundle ? [] : [{ op: 'add', path: `/webhooks/${i}/clientConfig/caBundle`, value: caBundle }]));
  // Positions hold only for the version that was looked at: with another one this is a conflict.
  return changes.length === 0 ? [] : [{ op: 'replace', path: '/metadata/resourceVersion', value: metadata.resourceVersion }, ...changes];
}
