import { apiVersionOf } from '@clusterwright/api';
import type { KubeObject, Resource } from '@clusterwright/api';
import { InvariantError } from '@clusterwright/api/errors';
import type { KubeClient } from '@clusterwright/kube-client';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { CacheOptions } from '../manager.ts';
import type { InformerMetrics } from '../metrics/informer-metrics.ts';
import { Informer } from './informer.ts';

/** Kinds that live outside any namespace are watched whole even where the manager is limited to one. */
export interface CachesOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly namespace?: string | undefined;
  readonly metrics?: ((resource: Resource) => InformerMetrics) | undefined;
}

/** All informers of a process, one a kind; started when first asked for. */
export class Caches {
  readonly #options: CachesOptions;
  /** By the name of the kind, which says the type of its objects: `Informer<T>`, `CacheOptions<T>`. */
  readonly #informers = new Map<string, unknown>();
  readonly #cacheOptions = new Map<string, unknown>();

  constructor(options: CachesOptions) {
    this.#options = options;
  }

  /** Must come before the kind is first read. */
  configure<T extends KubeObject>(resource: Resource<T>, options: CacheOptions<T>): void {
    const name = nameOf(resource);
    if (this.#informers.has(name)) throw new InvariantError(`cache of ${name} is configured after it was started`);
    this.#cacheOptions.set(name, options);
  }

  /** The informer of a kind; started, not necessarily synced. */
  informer<T extends KubeObject>(resource: Resource<T>): Informer<T> {
    const known = this.find(resource);
    if (known) return known;
    const name = nameOf(resource);
    const { namespace, metrics } = this.#options;
    const cache = (this.#cacheOptions.get(name) ?? {}) as CacheOptions<T>;
    const informer = new Informer<T>({ ...this.#options, namespace: resource.namespaced ? namespace : undefined, resource, cache, metrics: metrics?.(resource) });
    this.#informers.set(name, informer);
    informer.start();
    return informer;
  }

  /** The informer of a kind if anybody reads it. */
  find<T extends KubeObject>(resource: Resource<T>): Informer<T> | undefined {
    return this.#informers.get(nameOf(resource)) as Informer<T> | undefined;
  }
}

function nameOf(resource: Resource): string {
  return `${resource.plural}.${apiVersionOf(resource)}`;
}
