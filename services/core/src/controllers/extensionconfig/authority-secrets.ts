import { keyString } from '@clusterwright/api';
import type { ObjectKey } from '@clusterwright/api';
import { Secrets } from '@clusterwright/api/kubernetes';
import type { Secret } from '@clusterwright/api/kubernetes';
import { systemClock, type EventSource } from '@clusterwright/controller-runtime';
import { ObjectStore } from '@clusterwright/controller-runtime/cache/object-store';
import { runReflector } from '@clusterwright/controller-runtime/cache/reflector';
import type { Client, Logger } from '@clusterwright/controller-runtime';

export interface AuthoritySecretsDeps {
  readonly live: Client['live'];
  readonly log: Logger;
  readonly toKeys: (secret: ObjectKey) => Promise<readonly ObjectKey[]>;
}

/**
 * Watches single Secrets by name, metadata only: the process' cache of Secrets holds those of Clusters, and watching all others would be far more than the few that are named here.
 *
 * Guarantees: watches those of the last `follow`, and no others; each of their changes wakes the ExtensionConfigs that use it.
 */
export class AuthoritySecrets {
  readonly #deps: AuthoritySecretsDeps;
  readonly #watches = new Map<string, AbortController>();
  #wake: ((key: ObjectKey) => void) | undefined;

  constructor(deps: AuthoritySecretsDeps) {
    this.#deps = deps;
  }

  /** Ends all watches when the controller ends. */
  readonly source: EventSource = (enqueue) => {
    this.#wake = enqueue;
    return () => {
      this.#wake = undefined;
      this.follow([]);
    };
  };

  readonly follow = (secrets: readonly ObjectKey[]): void => {
    const wanted = new Map(this.#wake ? secrets.map((secret) => [keyString(secret), secret]) : []);
    for (const [key, watch] of this.#watches) {
      if (wanted.has(key)) continue;
      watch.abort();
      this.#watches.delete(key);
    }
    for (const [key, secret] of wanted) if (!this.#watches.has(key)) this.#watches.set(key, this.#watch(secret));
  };

  #watch({ namespace, name }: ObjectKey): AbortController {
    const stop = new AbortController();
    const { live, log, toKeys } = this.#deps;
    const store = new ObjectStore<Secret>();
    const wake = async (): Promise<void> => {
      for (const key of await toKeys({ namespace, name })) this.#wake?.(key);
    };
    const onChange = (): void => void wake().catch((error: unknown) => log.error('Failing to find the ExtensionConfigs of a Secret', { err: error }));
    void runReflector<Secret>({ client: live, resource: Secrets, store, clock: systemClock, log, signal: stop.signal, namespace, fieldSelector: `metadata.name=${name}`, metadataOnly: true, onChange, onSynced: () => undefined });
    return stop;
  }
}
