import { keyOf } from '@clusterwright/api';
import type { KubeObject, ObjectKey, Resource } from '@clusterwright/api';
import { AppError, toError } from '@clusterwright/api/errors';
import { ignoreNotFound, isConflict, isNotFound } from '@clusterwright/kube-client';
import type { Client } from '../client.ts';
import { requeueAfter } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import { InterruptedPhases } from '../reconciler.ts';
import type { Admission, ConditionDraft, PassResult, Phase, ReconcileContext, Reconciler, Report } from '../reconciler.ts';
import { pausedCondition } from './paused.ts';
import { writeReport } from './write-report.ts';
import { unpaced, type StatusPace } from './status-pace.ts';
import type { ReportWriter } from './write-report.ts';

/** How a pass ended, for queue and metrics. */
export type PassEnd =
  | { readonly kind: 'success' }
  /** The object is not in the cluster. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'requeueAfter'; readonly afterMs: number; readonly reason: string }
  /** Somebody wrote in between: again soon, quietly. */
  | { readonly kind: 'conflict'; readonly error: Error }
  /** `heldMs`: a status was held back for this long, and has to be written whether or not a retry comes as soon. */
  | { readonly kind: 'error'; readonly error: Error; readonly retry: boolean; readonly heldMs?: number };

export interface Driver<T extends KubeObject, S> {
  readonly client: Client;
  readonly resource: Resource<T>;
  readonly reconciler: Reconciler<T, S>;
  readonly statusPace: StatusPace;
  /** Objects that are another manager's business are left alone; default: none are. */
  readonly accepts?: ((object: T) => boolean) | undefined;
  /** Ends report writes; default: the signal of the pass. Longer than that, so that a pass which took too long still says so. */
  readonly reportSignal?: AbortSignal | undefined;
}

/**
 * One pass over one object: the ceremony every controller shares.
 *
 * Guarantees: no phase runs before the finalizer is stored; the report is written even when phases failed; the finalizer goes only when every cleanup phase was done
 * and none failed; nothing is written where nothing changes; no more than one status write. Never throws.
 */
export async function reconcileOnce<T extends KubeObject, S>(driver: Driver<T, S>, key: ObjectKey, ctx: ReconcileContext): Promise<PassEnd> {
  try {
    const object = await driver.client.get(driver.resource, key);
    if (!object) {
      driver.reconciler.forget?.(key);
      return { kind: 'gone' };
    }
    if (driver.accepts && !driver.accepts(object)) return { kind: 'success' };
    return await new Pass(driver, ctx).run(object);
  } catch (error) {
    return endOf([toError(error)], []);
  }
}

class Pass<T extends KubeObject, S> {
  readonly #driver: Driver<T, S>;
  readonly #ctx: ReconcileContext;
  readonly #writer: ReportWriter<T>;

  constructor(driver: Driver<T, S>, ctx: ReconcileContext) {
    const { client, resource, reconciler, statusPace } = driver;
    const owned = new Set(reconciler.ownedConditions);
    if (reconciler.pausable !== false) owned.add('Paused');
    this.#driver = driver;
    this.#ctx = ctx;
    this.#writer = { client, resource, owned, now: ctx.now, signal: driver.reportSignal ?? ctx.signal, log: ctx.log, statusPace };
  }

  async run(found: T): Promise<PassEnd> {
    const { reconciler } = this.#driver;
    const isDeleting = found.metadata.deletionTimestamp !== undefined;
    if (isDeleting && !this.#hasCleanup(found)) return { kind: 'success' };

    const admission = await this.#admit(found);
    if (admission.step === 'wait') {
      this.#ctx.log.debug('Waiting', { reason: admission.reason });
      return { kind: 'success' };
    }
    const object = isDeleting ? found : await this.#ensureFinalizer(found);
    // Deleted by somebody else just now: the watch is about to say so.
    if (!object) return { kind: 'success' };
    const paused = reconciler.pausable === false ? undefined : pausedCondition(object, admission.clusterPaused === true);
    return paused?.status === 'True' ? this.#reportPaused(object, paused) : this.#runPhases(object, isDeleting, paused);
  }

  async #admit(object: T): Promise<Admission> {
    return (await this.#driver.reconciler.admit?.(object, this.#ctx)) ?? { step: 'proceed' };
  }

  /** Whether a deleted object still has something of ours to clean up. */
  #hasCleanup(object: T): boolean {
    const { cleanup, finalizer } = this.#driver.reconciler;
    return cleanup !== undefined && (!finalizer || hasFinalizer(object, finalizer));
  }

  /** Undefined where the object has vanished. */
  async #ensureFinalizer(object: T): Promise<T | undefined> {
    const { client, resource, reconciler } = this.#driver;
    if (!reconciler.finalizer || hasFinalizer(object, reconciler.finalizer)) return object;
    const finalizers = [...(object.metadata.finalizers ?? []), reconciler.finalizer];
    const body = { metadata: { finalizers, resourceVersion: object.metadata.resourceVersion } };
    return ignoreNotFound(client.patch(resource, keyOf(object), { type: 'merge', body }, { signal: this.#ctx.signal }));
  }

  async #reportPaused(object: T, paused: ConditionDraft): Promise<PassEnd> {
    this.#ctx.log.debug('Skipping paused object', { reason: paused.message });
    // Paused freezes everything else: no other condition is touched.
    // Nothing will wake a paused object again, and whoever paused it waits for this: it is not held back.
    await ignoreNotFound(writeReport({ ...this.#writer, owned: new Set(['Paused']), statusPace: unpaced }, object, { conditions: [paused] }));
    return { kind: 'success' };
  }

  async #runPhases(object: T, isDeleting: boolean, paused: ConditionDraft | undefined): Promise<PassEnd> {
    const { reconciler } = this.#driver;
    const { apply, cleanup = [] } = reconciler;
    const phases = isDeleting ? cleanup : apply;
    const gathered = await reconciler.gather(object, this.#ctx);
    const { scope, outcomes, errors } = await runPhases(phases, gathered, this.#ctx);
    const result: PassResult = { deleting: isDeleting, outcomes, errors };

    if (isDeleting && outcomes.length === 0 && errors.length === 0) return this.#removeFinalizer(object);
    let heldMs = 0;
    try {
      heldMs = await this.#report(object, scope, result, paused);
    } catch (error) {
      // The object vanished while we looked at it: there is nobody left to report to.
      if (!isNotFound(error)) errors.push(toError(error));
    }
    return heldMs > 0 ? endOfHeld(errors, outcomes, heldMs) : endOf(errors, outcomes);
  }

  /** Returns how long a status write was held back. */
  async #report(object: T, scope: S, result: PassResult, paused: ConditionDraft | undefined): Promise<number> {
    const { reconciler } = this.#driver;
    const report = reconciler.report?.(scope, result, this.#ctx) ?? {};
    const writer = report.conditions ? this.#writer : { ...this.#writer, owned: new Set(['Paused']) };
    const observes = reconciler.observesGeneration !== false && result.errors.length === 0;
    const observed = observes ? { observedGeneration: object.metadata.generation } : {};
    const complete: Report = { ...report, status: { ...report.status, ...observed }, conditions: withPaused(report.conditions, paused) };
    return (await writeReport(writer, object, complete)).heldMs;
  }

  async #removeFinalizer(object: T): Promise<PassEnd> {
    const { client, resource, reconciler } = this.#driver;
    const latest = (await client.get(resource, keyOf(object))) ?? object;
    // A new object under the same name has a life of its own.
    if (latest.metadata.uid !== object.metadata.uid) return { kind: 'success' };
    if (!reconciler.finalizer || !hasFinalizer(latest, reconciler.finalizer)) return { kind: 'success' };
    const finalizers = (latest.metadata.finalizers ?? []).filter((finalizer) => finalizer !== reconciler.finalizer);
    // With other finalizers in the list a stale copy could bring one back; alone there is nothing to lose.
    const lock = finalizers.length > 0 ? { resourceVersion: latest.metadata.resourceVersion } : {};
    const body = { metadata: { finalizers: finalizers.length > 0 ? finalizers : null, uid: latest.metadata.uid, ...lock } };
    try {
      await client.patch(resource, keyOf(object), { type: 'merge', body }, { signal: this.#ctx.signal });
      this.#ctx.log.info('Finished deletion', { reason: 'cleanup is complete' });
    } catch (error) {
      if (!isNotFound(error)) return endOf([toError(error)], []);
    }
    return { kind: 'success' };
  }
}

function withPaused(conditions: readonly ConditionDraft[] | undefined, paused: ConditionDraft | undefined): readonly ConditionDraft[] | undefined {
  return paused ? [...(conditions ?? []), paused] : conditions;
}

async function runPhases<S>(phases: readonly Phase<S>[], gathered: S, ctx: ReconcileContext): Promise<{ scope: S; outcomes: Outcome[]; errors: Error[] }> {
  let scope = gathered;
  const outcomes: Outcome[] = [];
  const errors: Error[] = [];
  for (const phase of phases) {
    try {
      const result = await phase(scope, ctx);
      const outcome = 'outcome' in result ? result.outcome : result;
      if ('outcome' in result) scope = { ...scope, ...result.observed };
      if (outcome.kind !== 'done') outcomes.push(outcome);
    } catch (error) {
      if (error instanceof InterruptedPhases) scope = { ...scope, ...(error as InterruptedPhases<S>).observed };
      errors.push(toError(error instanceof InterruptedPhases ? error.cause : error));
    }
  }
  return { scope, outcomes, errors };
}

/** A status that was held back is written later, however the pass ended. */
function endOfHeld(errors: readonly Error[], outcomes: readonly Outcome[], heldMs: number): PassEnd {
  const end = endOf(errors, [...outcomes, requeueAfter(heldMs, 'status changes gather')]);
  return end.kind === 'error' ? { ...end, heldMs } : end;
}

function endOf(errors: readonly Error[], outcomes: readonly Outcome[]): PassEnd {
  const real = errors.filter((error) => !isConflict(error));
  const [first] = real;
  if (first) {
    const error = real.length === 1 ? first : new AggregateError(real, real.map(({ message }) => message).join('; '));
    return { kind: 'error', error, retry: real.some((each) => !AppError.is(each) || each.retry !== 'never') };
  }
  const [conflict] = errors;
  if (conflict) return { kind: 'conflict', error: conflict };
  const requeues = outcomes.filter((outcome) => outcome.kind === 'requeue').sort((a, b) => a.afterMs - b.afterMs);
  const [soonest] = requeues;
  return soonest ? { kind: 'requeueAfter', afterMs: soonest.afterMs, reason: soonest.reason } : { kind: 'success' };
}

function hasFinalizer({ metadata }: KubeObject, finalizer: string): boolean {
  return metadata.finalizers?.includes(finalizer) ?? false;
}
