import { ROOT_CONTEXT, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { keyString } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import { AppError, errorCode, toError } from '@clusterwright/api/errors';
import type { Caches } from '../cache/caches.ts';
import type { Informer } from '../cache/informer.ts';
import type { StoreChange } from '../cache/object-store.ts';
import type { Client } from '../client.ts';
import { elapsed } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { ControllerDeclaration, EventSource, KeyMapper, WatchDeclaration } from '../controller.ts';
import { reconcileOnce } from '../driver/reconcile-once.ts';
import type { PassEnd } from '../driver/reconcile-once.ts';
import { StatusPaces } from '../driver/status-pace.ts';
import type { Logger } from '../log.ts';
import type { ControllerHandle } from '../manager.ts';
import { asController } from '../metrics/apply-metrics.ts';
import type { ReconcileMetrics } from '../metrics/controller-metrics.ts';
import type { EventSink } from '../reconciler.ts';
import { WorkQueue } from './work-queue.ts';

export interface ControllerEnvironment {
  readonly client: Client;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly log: Logger;
  readonly events: EventSink;
  readonly metrics: ReconcileMetrics;
  /** Only objects with this value of the watch-filter label are reconciled (spec 9.1). */
  readonly watchFilter: string | undefined;
  /** Every object is looked at again after this time, as a safety net. */
  readonly syncPeriodMs: number;
}

const watchFilterLabel = 'cluster.x-k8s.io/watch-filter';
const passBudgetMs = 60_000;
const coalesceMs = 100;
const minIntervalMs = 100;
const tracer = trace.getTracer('@clusterwright/controller-runtime');

/** Runs one controller's declaration: watches to keys, keys to passes. Queues from construction on; works from `start` on. */
export class RunningController<T extends KubeObject, S> implements ControllerHandle {
  readonly #declaration: ControllerDeclaration<T, S>;
  readonly #env: ControllerEnvironment;
  readonly #queue: WorkQueue;
  readonly #log: Logger;
  /** Kinds that declarations name. */
  readonly #declared: { readonly synced: Promise<void> }[] = [];
  /** Kinds that were found at run time. */
  readonly #dynamic = new Set<unknown>();
  readonly #sources: EventSource[] = [];
  #stops: (() => void)[] = [];
  readonly #paces: StatusPaces;
  #started = false;
  #passes = 0;

  constructor(declaration: ControllerDeclaration<T, S>, env: ControllerEnvironment) {
    this.#declaration = declaration;
    this.#env = env;
    this.#log = env.log.with({ controller: declaration.reconciler.name });
    this.#queue = new WorkQueue({ clock: env.clock, coalesceMs, minIntervalMs, metrics: env.metrics.queue });
    this.#paces = new StatusPaces(env.clock);
    env.metrics.showWorking(() => this.#queue.workingMs());
    this.#sources.push(...(declaration.sources ?? []));
    this.#watchOwn();
    for (const watch of declaration.watches ?? []) this.#declared.push(this.#watch(watch));
  }

  /** Resolves when everything declared is in the caches. */
  async synced(): Promise<void> {
    await Promise.all(this.#declared.map((informer) => informer.synced));
  }

  /** Works on keys until the signal fires; resolves when running passes have ended. */
  async start(signal: AbortSignal): Promise<void> {
    this.#started = true;
    for (const source of this.#sources) this.#open(source);
    signal.addEventListener('abort', () => this.#queue.close(), { once: true });
    if (signal.aborted) this.#queue.close();
    await Promise.all(Array.from({ length: this.#declaration.concurrency }, () => this.#work(signal)));
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  watch<W extends KubeObject>(resource: Resource<W>, toKeys: KeyMapper<W>): Promise<void> {
    const informer = this.#env.caches.informer(resource);
    if (!this.#dynamic.has(informer)) {
      this.#dynamic.add(informer);
      this.#watch({ resource, toKeys });
    }
    const ready = informer.ready();
    // Callers that do not wait for it are told by their next read.
    ready.catch(() => undefined);
    return ready;
  }

  source(source: EventSource): void {
    this.#sources.push(source);
    if (this.#started) this.#open(source);
  }

  enqueue(key: ObjectKey, afterMs = 0): void {
    this.#queue.add(keyString(key), afterMs);
  }

  #open(source: EventSource): void {
    this.#stops.push(source((key) => this.enqueue(key)));
  }

  #watchOwn(): void {
    const { for: resource, when } = this.#declaration;
    const informer = this.#env.caches.informer(resource);
    this.#declared.push(informer);
    informer.addListener(({ next, previous }) => {
      const object = next ?? previous;
      if (!object || !this.#isFiltered(object) || (when && !when(next, previous))) return;
      this.enqueue(object.metadata);
    });
  }

  #isFiltered({ metadata }: KubeObject): boolean {
    const { watchFilter } = this.#env;
    return !watchFilter || metadata.labels?.[watchFilterLabel] === watchFilter;
  }

  #watch<W extends KubeObject>({ resource, toKeys, when }: WatchDeclaration<W>): Informer<W> {
    const informer = this.#env.caches.informer(resource);
    informer.addListener((change) => {
      if (when && !when(change.next, change.previous)) return;
      void this.#enqueueMapped(toKeys, change);
    });
    return informer;
  }

  async #enqueueMapped<W extends KubeObject>(toKeys: KeyMapper<W>, { next, previous }: StoreChange<W>): Promise<void> {
    const object = next ?? previous;
    if (!object) return;
    try {
      for (const key of await toKeys(object, next && previous)) this.enqueue(key);
    } catch (error) {
      this.#log.error('Failing to map an event to keys', { [object.kind]: keyString(object.metadata), err: toError(error) });
    }
  }

  async #work(signal: AbortSignal): Promise<void> {
    for (;;) {
      const name = await this.#queue.take();
      if (name === undefined) return;
      try {
        await this.#pass(name, signal);
      } catch (error) {
        // A defect around the driver must not take a worker away for good.
        this.#scheduleAfterError(name, { kind: 'error', error: toError(error), retry: true }, this.#log);
      } finally {
        this.#queue.finish(name);
      }
    }
  }

  async #pass(name: string, signal: AbortSignal): Promise<void> {
    const { reconciler, for: resource } = this.#declaration;
    const { clock, metrics } = this.#env;
    const key = toKey(name);
    this.#passes += 1;
    const log = this.#log.with({ reconcileID: this.#passes.toString(36), namespace: key.namespace, name: key.name, [resource.kind]: name });
    const startedAt = elapsed(clock);
    const budget = new AbortController();
    const cancel = clock.after(passBudgetMs, () => {
      log.info('Ending a pass that takes too long', { durationMs: passBudgetMs });
      budget.abort(new Error(`pass took longer than ${passBudgetMs / 1000} s`));
    });
    // AbortSignal.any would keep something of every pass with the signal that lives on.
    const stop = (): void => budget.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const span = tracer.startSpan(`reconcile ${reconciler.name}`, { attributes: { controller: reconciler.name, object: name } }, ROOT_CONTEXT);
    metrics.active(1);
    try {
      const end = await context.with(trace.setSpan(ROOT_CONTEXT, span), () => asController(reconciler.name, () => this.#reconcile(name, log, { pass: budget.signal, life: signal })));
      if (end.kind === 'error') span.setStatus({ code: SpanStatusCode.ERROR, message: end.error.message });
      if (!signal.aborted) this.#schedule(name, end, log);
      metrics.finished(end, (elapsed(clock) - startedAt) / 1000);
    } finally {
      cancel();
      signal.removeEventListener('abort', stop);
      metrics.active(-1);
      span.end();
    }
  }

  #reconcile(name: string, log: Logger, signals: { readonly pass: AbortSignal; readonly life: AbortSignal }): Promise<PassEnd> {
    const { reconciler, for: resource } = this.#declaration;
    const { client, clock, events } = this.#env;
    const driver = { client, resource, reconciler, statusPace: this.#paces.of(name), accepts: (object: T) => this.#isFiltered(object), reportSignal: signals.life };
    return reconcileOnce(driver, toKey(name), { log, signal: signals.pass, now: () => clock.now(), events });
  }

  #schedule(name: string, end: PassEnd, log: Logger): void {
    switch (end.kind) {
      case 'success':
        this.#queue.forget(name);
        return this.#queue.add(name, this.#env.syncPeriodMs * (0.9 + this.#env.clock.random() / 5));
      case 'gone':
        this.#paces.drop(name);
        return this.#queue.drop(name);
      case 'requeueAfter':
        this.#queue.forget(name);
        log.debug('Looking again later', { reason: end.reason, retryAfterMs: end.afterMs });
        return this.#queue.add(name, end.afterMs);
      case 'conflict':
        return log.debug('Looking again after a conflict', { err: end.error.message, retryAfterMs: this.#queue.addAfterConflict(name) });
      case 'error':
        return this.#scheduleAfterError(name, end, log);
    }
  }

  #scheduleAfterError(name: string, { error, retry, heldMs }: PassEnd & { kind: 'error' }, log: Logger): void {
    const retryAfterMs = retry ? this.#queue.addAfterFailure(name) : undefined;
    if (heldMs !== undefined) this.#queue.add(name, heldMs);
    log.error('Failing to reconcile', { err: isForeseen(error) ? { message: error.message, type: error.name } : error, code: errorCode(error), retryAfterMs });
  }
}

/** Our own defects show where they are; foreseen errors say enough by their message. */
function isForeseen(error: Error): boolean {
  return error instanceof AggregateError ? error.errors.every((each) => AppError.is(each)) : AppError.is(error);
}

function toKey(name: string): ObjectKey {
  const slash = name.indexOf('/');
  return slash < 0 ? { name } : { namespace: name.slice(0, slash), name: name.slice(slash + 1) };
}
