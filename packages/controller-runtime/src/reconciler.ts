import type { Condition, ConditionStatus, KubeObject, ObjectKey } from '@clusterwright/api';
import type { ConditionMap, ConditionTypeOf, ReasonOf } from '@clusterwright/api/condition-map';
import type { Logger } from './log.ts';
import type { Outcome } from './outcome.ts';

/** What one pass may use besides its dependencies. */
export interface ReconcileContext {
  readonly log: Logger;
  /** Aborted when the pass exceeds its budget or the process ends; goes into every await that can hang. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly events: EventSink;
}

/** Kubernetes Events about an object, deduplicated; never awaited, never failing a pass. */
export interface EventSink {
  normal(object: KubeObject, reason: string, message: string): void;
  warning(object: KubeObject, reason: string, message: string): void;
}

/** The answer to "may this object be reconciled now?", asked before the finalizer is added and before anything is gathered. */
export type Admission =
  /** `paused` is true where the owning Cluster says so; the driver adds the object's own paused annotation and writes the Paused condition. */
  | { readonly step: 'proceed'; readonly clusterPaused?: boolean }
  /** Nothing to do until a watch wakes the object, e.g. because its owner is not set yet. Logged at debug, nothing is written. */
  | { readonly step: 'wait'; readonly reason: string };

/** The result of a phase: an outcome alone, or with observations that later phases and the report see. */
export type PhaseResult<S> = Outcome | { readonly outcome: Outcome; readonly observed: Partial<S> };
export type Phase<S> = (scope: S, ctx: ReconcileContext) => Promise<PhaseResult<S>> | PhaseResult<S>;

/** A condition as a controller states it; the driver stamps time and generation. */
export interface ConditionDraft<Type extends string = string, Reason extends string = string> {
  readonly type: Type;
  readonly status: ConditionStatus;
  readonly reason: Reason;
  readonly message?: string | undefined;
  /** Kept as is where a condition mirrors another object's; otherwise stamped when the status flips. */
  readonly lastTransitionTime?: string | undefined;
}

/** Drafts that compile only with types and reasons a kind declares: `Draft<typeof machineConditions>`. */
export type Draft<Map extends ConditionMap> = { [Type in ConditionTypeOf<Map>]: ConditionDraft<Type, ReasonOf<Map, Type>> }[ConditionTypeOf<Map>];

/** A condition of the old API kept under status.deprecated.v1beta1.conditions (spec CL-14). */
export interface V1Beta1ConditionDraft {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly severity?: 'Error' | 'Warning' | 'Info' | '' | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly lastTransitionTime?: string | undefined;
}

/**
 * What the object should say after this pass. All parts are merge-patch fragments: only keys that are present are compared and written;
 * `undefined` or `null` removes a field. The driver compares with the object as stored and writes only differences, in at most two requests.
 */
export interface Report {
  /** labels, annotations, ownerReferences (the whole list). Finalizers belong to the driver. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly spec?: Readonly<Record<string, unknown>> | undefined;
  readonly status?: Readonly<Record<string, unknown>> | undefined;
  /** Drafts for owned condition types. An owned type without a draft is removed. */
  readonly conditions?: readonly ConditionDraft[] | undefined;
  readonly v1beta1Conditions?: readonly V1Beta1ConditionDraft[] | undefined;
}

/** What happened in the phases of a pass. */
export interface PassResult {
  readonly deleting: boolean;
  /** Outcomes other than done, in the order of the phases. */
  readonly outcomes: readonly Outcome[];
  readonly errors: readonly Error[];
}

/**
 * One controller's declaration. The driver does the ceremony: get, admission, finalizer persisted before any side effect, paused, gather, phases in order
 * (all run, errors collected), report written even when a phase threw, conflict = quiet requeue, finalizer removed only when cleanup finished.
 */
export interface Reconciler<T extends KubeObject, S> {
  /** Controller name in logs and metrics, as upstream's (`machine`, `kubeadmcontrolplane`). */
  readonly name: string;
  readonly finalizer?: string | undefined;
  /** Condition types this controller writes and removes; others on the object are never touched. `Paused` is the driver's, see `pausable`. */
  readonly ownedConditions: readonly string[];
  /** Whether paused is honoured and the Paused condition written. Default true. */
  readonly pausable?: boolean | undefined;
  /** Whether status.observedGeneration is set after a pass without errors. Default true. */
  readonly observesGeneration?: boolean | undefined;
  admit?(object: T, ctx: ReconcileContext): Promise<Admission> | Admission;
  gather(object: T, ctx: ReconcileContext): Promise<S> | S;
  readonly apply: readonly Phase<S>[];
  /** Run while the object is being deleted. When all are done without error the finalizer is removed. Without it deletion is ignored. */
  readonly cleanup?: readonly Phase<S>[] | undefined;
  /** Called when the object is found to be gone: drops what this process holds for it. Must not fail; called again without harm. */
  forget?(key: ObjectKey): void;
  /** Pure. `scope` holds what gather read and the phases observed; undefined parts of a phase that threw are as gathered. */
  report?(scope: S, result: PassResult, ctx: ReportContext): Report;
}

export interface ReportContext {
  readonly now: () => Date;
}

/** A phase made of several threw: what the ones before the failing one observed is true all the same, and reports need it. Only for the driver, which keeps it and tells the cause. */
export class InterruptedPhases<S> extends Error {
  readonly observed: Partial<S>;
  constructor(thrown: unknown, observed: Partial<S>) {
    const inner = thrown instanceof InterruptedPhases ? (thrown as InterruptedPhases<S>) : undefined;
    super('phases were interrupted', { cause: inner ? inner.cause : thrown });
    this.observed = { ...observed, ...inner?.observed };
  }
}

/**
 * Runs phases one after the other until one is not done or throws: for flows where a step must finish before the next may start.
 *
 * Errors: `InterruptedPhases`, so that nothing is lost of what was observed before.
 */
export function inOrder<S extends object>(...phases: readonly Phase<S>[]): Phase<S> {
  return async (scope, ctx) => {
    let observed: Partial<S> = {};
    for (const phase of phases) {
      const result = await attempt(phase, { ...scope, ...observed }, ctx, observed);
      const outcome = 'outcome' in result ? result.outcome : result;
      if ('outcome' in result) observed = { ...observed, ...result.observed };
      if (outcome.kind !== 'done') return { outcome, observed };
    }
    return { outcome: { kind: 'done' }, observed };
  };
}

async function attempt<S>(phase: Phase<S>, scope: S, ctx: ReconcileContext, observed: Partial<S>): Promise<PhaseResult<S>> {
  try {
    return await phase(scope, ctx);
  } catch (error) {
    throw new InterruptedPhases(error, observed);
  }
}

/** Finds the condition of a type in a list that may be absent. */
export function findCondition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export type { ObjectKey };
