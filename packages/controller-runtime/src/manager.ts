import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import type { KubeClient } from '@clusterwright/kube-client';
import type { Client } from './client.ts';
import type { ControllerDeclaration, EventSource, KeyMapper } from './controller.ts';
import type { Logger } from './log.ts';
import type { AdmissionWebhook } from './webhook.ts';

/** How a kind is cached, where the default (everything, managedFields reduced to apply managers) is not wanted. */
export interface CacheOptions<T extends KubeObject = KubeObject> {
  readonly labelSelector?: string | undefined;
  /** Cache `PartialObjectMetadata` only. */
  readonly metadataOnly?: boolean | undefined;
  /** Drops at ingest what nobody reads. Must return a new object where it changes something. */
  readonly transform?: ((object: T) => T) | undefined;
  /** Named indexes: values under which an object is found by `list({ index })`. */
  readonly indexes?: Readonly<Record<string, (object: T) => readonly string[]>> | undefined;
  /** The server need not serve the kind, or not to us: as long as it does not, the cache is empty and controllers start without it. */
  readonly isOptional?: boolean | undefined;
}

/** A part with a life: ends when the signal fires or when it has nothing more to do; started again, after a while, where it throws. An error with retry `never` ends the process instead, where it leads. */
export type Runnable = (signal: AbortSignal) => Promise<void>;

/** One process: caches, controllers, webhooks, leader election, health, metrics. */
export interface Manager {
  readonly client: Client;
  readonly live: KubeClient;
  readonly log: Logger;
  readonly metrics: MetricsRegistry;
  readonly namespace: string | undefined;
  readonly now: () => Date;
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
  cacheKind<T extends KubeObject>(resource: Resource<T>, options: CacheOptions<T>): void;
  addController<T extends KubeObject, S>(declaration: ControllerDeclaration<T, S>): ControllerHandle;
  addWebhook(...webhooks: readonly AdmissionWebhook[]): void;
  /** Runs on every replica. */
  addRunnable(runnable: Runnable): void;
  /** Runs on the leader only. */
  addLeaderRunnable(runnable: Runnable): void;
  /** What must hold before requests are sent to this process; never that caches are filled (see `RunnableManager.readyChecks`). */
  addReadyCheck(name: string, check: () => true | string): void;
}

/** For what is known only at run time: kinds named by references. Safe to call in every pass: a watch is started once. */
export interface ControllerHandle {
  /** Resolves when the kind's first list is in the cache. */
  watch<W extends KubeObject>(resource: Resource<W>, toKeys: KeyMapper<W>): Promise<void>;
  source(source: EventSource): void;
  enqueue(key: ObjectKey, afterMs?: number): void;
}

export type MetricLabels = Readonly<Record<string, string>>;

/** Ends one series. Whoever makes series of objects ends them when the objects are gone. */
interface Removable {
  remove(labels: MetricLabels): void;
}

/** Prometheus metrics in upstream's names. */
export interface MetricsRegistry {
  counter(name: string, help: string, labels: readonly string[]): Removable & { inc(labels: MetricLabels, by?: number): void };
  gauge(name: string, help: string, labels: readonly string[]): Removable & { set(labels: MetricLabels, value: number): void };
  histogram(name: string, help: string, labels: readonly string[], buckets?: readonly number[]): Removable & { observe(labels: MetricLabels, value: number): void };
  /** Calls back before every `render`, for values that are only known at that moment. */
  beforeRender?(collect: () => void): void;
  /** The text exposition of all metrics. */
  render(): Promise<string>;
}
